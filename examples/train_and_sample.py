"""Learn a folder of MIDI, ABC or text and write four takes.

python examples/train_and_sample.py my-tunes 10
"""

import sys

import seqgen


def main(folder: str, minutes: str = "10") -> None:
    model = seqgen.learn(folder, minutes=float(minutes))
    print(model)
    for take in model.sample(4, temperature=0.9, seed=7):
        print(take)
        print(take.save(f"take-{take.seed}{take.suffix}"))


if __name__ == "__main__":
    main(*sys.argv[1:])
