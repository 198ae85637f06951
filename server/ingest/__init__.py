"""How a submission comes in: envelope -> decide -> receive."""
