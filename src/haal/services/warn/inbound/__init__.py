"""What comes in from text message gateways: what became of our messages, and what people send back."""
