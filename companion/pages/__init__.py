"""What book/_ext turns into HTML."""
