"""The sub-commands of `seqgen`, one file each: `add` builds its options, `run` carries it out."""
