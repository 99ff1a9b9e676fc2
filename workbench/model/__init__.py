"""Values every layer shares: identities, pointers, selectors, texts, errors. No I/O."""
