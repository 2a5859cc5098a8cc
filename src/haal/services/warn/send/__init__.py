"""Sending: lanes to gateways, the words of one message, what gateways report later, and how gateways stand."""
