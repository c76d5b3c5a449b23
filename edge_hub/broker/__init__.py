"""The configuration of the hall's broker: who may come in, and what each may say and hear."""
