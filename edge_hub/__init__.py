"""The authority of the hall: the hub and the language it speaks. Imports nothing: terminals take the contract alone."""
