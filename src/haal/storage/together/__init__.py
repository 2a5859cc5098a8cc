"""What incidents are to one another: perhaps the same (`same`, for a person to decide), siblings and parts (`relation`)."""
