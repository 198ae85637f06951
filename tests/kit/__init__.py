"""What the tests are made of: people, phones, machines."""
