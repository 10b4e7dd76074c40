"""What tests of a user's own functions need."""
