"""What requests do when a phase opens or closes."""
