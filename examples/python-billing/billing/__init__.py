"""Bills the lines of an account's statement, and pays out or refunds once a person has decided."""
