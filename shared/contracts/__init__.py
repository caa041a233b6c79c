"""Every fact that crosses a service's border, and the topic it travels on."""
