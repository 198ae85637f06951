"""XPath as ODK Collect evaluates it: JavaRosa's semantics, not those of the XPath 1.0 text."""
