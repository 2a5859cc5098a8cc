"""Who stands when: a rota with nobody alone, as even as can be, and words for what cannot be."""
