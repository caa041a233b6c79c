"""Stories through the whole running stack."""
