"""Words of rotas."""
