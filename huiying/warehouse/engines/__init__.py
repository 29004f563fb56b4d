"""Three ways to answer one question, in equal integers; `reference` is the judge."""
