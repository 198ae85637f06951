"""What must hold, told as little stories in the field's words."""
