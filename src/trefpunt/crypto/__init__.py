"""The mathematics: groups, blinding, proofs, filters, trees, signatures and keys. It knows no law and no person."""
