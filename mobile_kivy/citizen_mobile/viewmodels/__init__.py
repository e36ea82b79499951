"""What screens show and do, without widgets: EventDispatchers that are tested without a window."""
