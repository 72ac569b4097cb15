"""Which positions of the firm's plan fit which Lernfelder: proposed by annexes, by their texts and by people, confirmed by each school."""
