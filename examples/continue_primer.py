"""Continue the first bars of a MIDI or ABC file in five ways, from tame to wild.

python examples/continue_primer.py runs/my-tunes idea.mid
"""

import sys

import seqgen


def main(model_path: str, primer: str) -> None:
    model = seqgen.load(model_path)
    for temperature in (0.6, 0.8, 1.0, 1.2, 1.4):
        take = model.sample(primer=primer, primer_bars=2, bars=4, temperature=temperature, seed=7)[0]
        print(temperature, take.save(f"continued-{temperature}.mid"))


if __name__ == "__main__":
    main(*sys.argv[1:])
