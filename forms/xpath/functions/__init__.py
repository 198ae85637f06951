"""The functions of an expression, by what they are about; the registry knows them all."""
