"""What belongs together: incidents that may be one (`same`), siblings and parts (`relation`), links as they were (`past`)."""
