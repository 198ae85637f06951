"""ODK Collect's network side, strictly: what would disturb a phone is found here."""
