"""Words for a network and how often it reads its corpus, before it learns."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.number_format import decimals, whole

CELL_NAMES = {"lstm": "LSTM", "gru": "GRU", "rnn-tanh": "RNN (tanh)", "rnn-relu": "RNN (ReLU)"}


class PlanWords(QObject):
    """Context of counted words: the translation tool knows plurals only where `tr` says them."""

    def network(self, cell: str, *, units: int, layers: int, members: int = 1) -> str:
        """`LSTM, 256 units, 1 layer, 3 members`."""
        parts = [CELL_NAMES.get(cell, cell)] if cell else []
        parts += [self.tr("%n unit(s)", "", units), self.tr("%n layer(s)", "", layers)]
        if members > 1:
            parts.append(self.tr("%n member(s)", "", members))
        return ", ".join(parts)

    def plan(self, network: str, readings: float) -> str:
        """The network, and the readings of the corpus where they are known."""
        if readings <= 0.0:
            return network
        # two figures are more than is known
        read = whole(float(f"{readings:.2g}")) if readings >= 10 else decimals(readings, 1)
        return self.tr("{network}: about {readings} readings of your corpus").format(network=network, readings=read)

    def time(self, minutes: float) -> str:
        """`10 minutes`, `1 hour`."""
        if minutes >= 60:
            return self.tr("%n hour(s)", "", round(minutes / 60))
        return self.tr("%n minute(s)", "", round(minutes))
