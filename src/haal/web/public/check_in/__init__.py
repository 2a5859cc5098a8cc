"""The pages of a check-in circle without any account: person (who checks in), member (who acts)."""
