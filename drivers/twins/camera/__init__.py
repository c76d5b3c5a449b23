"""A simulated document camera: papers that are drawn, desks that they lie on, and a server of their pictures."""
