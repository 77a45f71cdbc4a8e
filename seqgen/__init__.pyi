from .corpus.corpus import Corpus as Corpus
from .corpus.load import load_corpus as load_corpus
from .corpus.options import CorpusOptions as CorpusOptions
from .errors import SeqgenError as SeqgenError
from .evaluation.classification import classify as classify
from .model import Model as Model
from .model import load as load
from .network.config import ModelConfig as ModelConfig
from .runs.run import Run as Run
from .sampling.config import SamplingConfig as SamplingConfig
from .sampling.takes import Take as Take
from .sound.transcription import hear as hear
from .training.config import TrainConfig as TrainConfig
from .training.learn import learn as learn
from .training.presets import preset as preset
from .training.trainer import train as train

__version__: str
