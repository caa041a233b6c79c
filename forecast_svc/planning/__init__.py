"""What planners enter: overrides, promotions and closures."""
