"""What organisations do when a phase opens or closes."""
