"""Tables that people have already, read as answers to a form: headings, cells, units, faults."""
