"""What a designer should mend in a form, found before a phone or an analyst finds it."""
