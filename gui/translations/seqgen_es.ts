<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
<context>
    <name>ActivityView</name>
    <message>
        <source>Surprise of every event</source>
        <translation>Sorpresa de cada evento</translation>
    </message>
    <message>
        <source>How many bits each event costs: the higher, the less it was expected</source>
        <translation>Cuántos bits cuesta cada evento: cuanto más alto, menos se esperaba</translation>
    </message>
    <message>
        <source>What is shown of the network</source>
        <translation>Qué se muestra de la red</translation>
    </message>
    <message>
        <source>Hidden units, cells or gates</source>
        <translation>Unidades ocultas, celdas o puertas</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Capa</translation>
    </message>
    <message>
        <source>Which layer, counted from the input</source>
        <translation>Qué capa, contando desde la entrada</translation>
    </message>
    <message>
        <source>Order of the units</source>
        <translation>Orden de las unidades</translation>
    </message>
    <message>
        <source>In which order units stand</source>
        <translation>En qué orden están las unidades</translation>
    </message>
    <message>
        <source>As trained</source>
        <translation>Como se entrenó</translation>
    </message>
    <message>
        <source>By variance</source>
        <translation>Por varianza</translation>
    </message>
    <message>
        <source>By likeness</source>
        <translation>Por parecido</translation>
    </message>
    <message>
        <source>surprise, bits</source>
        <translation>sorpresa, bits</translation>
    </message>
    <message>
        <source>Layer {number}</source>
        <translation>Capa {number}</translation>
    </message>
    <message>
        <source>Pick a row below to see one unit here</source>
        <translation>Elige una fila de abajo para ver aquí una unidad</translation>
    </message>
</context>
<context>
    <name>Alternatives</name>
    <message>
        <source>What was expected</source>
        <translation>Qué se esperaba</translation>
    </message>
    <message>
        <source>How likely the model held each value; the dot marks the one that came</source>
        <translation>Qué probabilidad dio el modelo a cada valor; el punto marca el que vino</translation>
    </message>
    <message>
        <source>{column}: {value}, expected with {chance}</source>
        <translation>{column}: {value}, esperado con {chance}</translation>
    </message>
    <message>
        <source>&lt; 0.1 %</source>
        <translation>&lt; 0,1 %</translation>
    </message>
    <message>
        <source>{share}%</source>
        <translation>{share} %</translation>
    </message>
    <message>
        <source>{bits} bits</source>
        <translation>{bits} bits</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>{folder} is open in another window of seqgen; go on there, or close it first.</source>
        <translation>{folder} está abierta en otra ventana de seqgen; sigue allí o ciérrala antes.</translation>
    </message>
</context>
<context>
    <name>ChordLane</name>
    <message>
        <source>Key and chords</source>
        <translation>Tonalidad y acordes</translation>
    </message>
    <message>
        <source>{chord}: click to choose its notes</source>
        <translation>{chord}: haz clic para elegir sus notas</translation>
    </message>
    <message>
        <source>Key: {key}</source>
        <translation>Tonalidad: {key}</translation>
    </message>
</context>
<context>
    <name>CopiesList</name>
    <message>
        <source>What stands in the corpus</source>
        <translation>Lo que está en el corpus</translation>
    </message>
    <message>
        <source>Write takes that copy less</source>
        <translation>Escribir tomas que copien menos</translation>
    </message>
    <message>
        <source>Bound how long a run takes may copy, and write new ones</source>
        <translation>Limitar lo largo que puede ser un pasaje copiado, y escribir tomas nuevas</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Compases</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Caracteres</translation>
    </message>
    <message>
        <source>In the corpus</source>
        <translation>En el corpus</translation>
    </message>
    <message>
        <source>{words}; hear what stands there</source>
        <translation>{words}; oír lo que hay allí</translation>
    </message>
</context>
<context>
    <name>Corpora</name>
    <message>
        <source>Traditional dances and songs</source>
        <translation>Danzas y canciones tradicionales</translation>
    </message>
    <message>
        <source>Four voices, composed by rule</source>
        <translation>Cuatro voces, compuestas según reglas</translation>
    </message>
    <message>
        <source>Drum patterns in many styles</source>
        <translation>Ritmos de batería de muchos estilos</translation>
    </message>
    <message>
        <source>Poems, as text</source>
        <translation>Poemas, como texto</translation>
    </message>
    <message>
        <source>Python&apos;s language reference, as text</source>
        <translation>La referencia del lenguaje Python, como texto</translation>
    </message>
    <message>
        <source>Bach&apos;s four-part chorales</source>
        <translation>Los corales a cuatro voces de Bach</translation>
    </message>
    <message>
        <source>O&apos;Neill&apos;s Music of Ireland</source>
        <translation>O&apos;Neill&apos;s Music of Ireland</translation>
    </message>
    <message>
        <source>Ryan&apos;s Mammoth Collection</source>
        <translation>Ryan&apos;s Mammoth Collection</translation>
    </message>
    <message>
        <source>The Essen folk-song collection</source>
        <translation>La colección Essen de canciones populares</translation>
    </message>
    <message numerus="yes">
        <source>%Ln piece(s) left out</source>
        <translation>
            <numerusform>%Ln pieza omitida</numerusform>
            <numerusform>%Ln piezas omitidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln further corpora</source>
        <translation>
            <numerusform>%Ln corpus más</numerusform>
            <numerusform>%Ln corpus más</numerusform>
        </translation>
    </message>
    <message>
        <source>needs music21</source>
        <translation>necesita music21</translation>
    </message>
    <message>
        <source>not there any more</source>
        <translation>ya no está</translation>
    </message>
    <message>
        <source>partly not there any more</source>
        <translation>ya no está del todo</translation>
    </message>
</context>
<context>
    <name>CorporaColumn</name>
    <message>
        <source>Corpora</source>
        <translation>Corpus</translation>
    </message>
    <message>
        <source>What there is to learn from; arrow keys walk through it</source>
        <translation>De qué se puede aprender; las flechas lo recorren</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Añadir…</translation>
    </message>
    <message>
        <source>Add a corpus</source>
        <translation>Añadir un corpus</translation>
    </message>
    <message>
        <source>Add a folder or files of MIDI, ABC or text; or drop them on this page</source>
        <translation>Añade una carpeta o archivos MIDI, ABC o de texto; o suéltalos en esta página</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Añadir carpeta…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Añadir archivos…</translation>
    </message>
</context>
<context>
    <name>CorporaList</name>
    <message>
        <source>Yours</source>
        <translation>Tuyos</translation>
    </message>
    <message>
        <source>Come with seqgen</source>
        <translation>Vienen con seqgen</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Instalados</translation>
    </message>
</context>
<context>
    <name>CorporaPage</name>
    <message>
        <source>Drop it to read it</source>
        <translation>Suéltalo para leerlo</translation>
    </message>
    <message>
        <source>Folders or files of MIDI, ABC or text</source>
        <translation>Carpetas o archivos MIDI, ABC o de texto</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>Añadir {name}</translation>
    </message>
    <message>
        <source>{folder} ({count} files)</source>
        <translation>{folder} ({count} archivos)</translation>
    </message>
    <message>
        <source>{name} and {count} more</source>
        <translation>{name} y {count} más</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>Quitar {name}</translation>
    </message>
    <message>
        <source>{name} is off the list; its files are where they were. {keys} brings it back.</source>
        <translation>{name} ya no está en la lista; sus archivos siguen donde estaban. {keys} lo recupera.</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Añadir una carpeta</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Añadir archivos</translation>
    </message>
    <message>
        <source>It is not installed yet: {command}</source>
        <translation>Aún no está instalado: {command}</translation>
    </message>
    <message>
        <source>Choose pieces of {name}</source>
        <translation>Elegir piezas de {name}</translation>
    </message>
    <message>
        <source>Change how {name} is read</source>
        <translation>Cambiar cómo se lee {name}</translation>
    </message>
</context>
<context>
    <name>CorpusHeader</name>
    <message>
        <source>Read again</source>
        <translation>Volver a leer</translation>
    </message>
    <message>
        <source>Read the files again, if they have changed</source>
        <translation>Lee otra vez los archivos, por si han cambiado</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Quitar de la lista</translation>
    </message>
    <message>
        <source>Take it off the list; the files stay where they are</source>
        <translation>Lo quita de la lista; los archivos se quedan donde están</translation>
    </message>
    <message>
        <source>Begin to learn the pieces that are ticked</source>
        <translation>Empieza a aprender las piezas marcadas</translation>
    </message>
    <message>
        <source>Options…</source>
        <translation>Opciones…</translation>
    </message>
    <message>
        <source>Choose the time and the rest before it is learned</source>
        <translation>Elige el tiempo y lo demás antes de aprenderlo</translation>
    </message>
    <message>
        <source>Learn: {time}</source>
        <translation>Aprender: {time}</translation>
    </message>
    <message>
        <source>{time}: {verdict}</source>
        <translation>{time}: {verdict}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln piece(s)</source>
        <translation>
            <numerusform>%Ln pieza</numerusform>
            <numerusform>%Ln piezas</numerusform>
        </translation>
    </message>
    <message>
        <source>{used} of {all} pieces</source>
        <translation>{used} de {all} piezas</translation>
    </message>
    <message>
        <source>{count} skipped</source>
        <translation>{count} omitidos</translation>
    </message>
    <message>
        <source>{count} duplicate</source>
        <translation>{count} repetidos</translation>
    </message>
</context>
<context>
    <name>CorpusLearning</name>
    <message>
        <source>trying how long it will need…</source>
        <translation>probando cuánto necesitará…</translation>
    </message>
</context>
<context>
    <name>CorpusMessage</name>
    <message>
        <source>{name} cannot be used</source>
        <translation>{name} no se puede usar</translation>
    </message>
    <message>
        <source>{name} is not there any more</source>
        <translation>{name} ya no está</translation>
    </message>
    <message>
        <source>Looked for: {paths}</source>
        <translation>Se buscó: {paths}</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Volver a leer</translation>
    </message>
    <message>
        <source>Read it once it is mended</source>
        <translation>Léelo cuando esté arreglado</translation>
    </message>
    <message>
        <source>These come with music21. Install that with:

{command}

and look again.</source>
        <translation>Vienen con music21. Instálalo con:

{command}

y vuelve a mirar.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Mirar otra vez</translation>
    </message>
    <message>
        <source>See whether it is installed now</source>
        <translation>Comprueba si ya está instalado</translation>
    </message>
    <message>
        <source>Reading it for the first time takes some minutes; after that it is there at once.</source>
        <translation>La primera lectura tarda unos minutos; después está listo al instante.</translation>
    </message>
    <message>
        <source>Read it</source>
        <translation>Leerlo</translation>
    </message>
    <message>
        <source>Begin; it can be cancelled</source>
        <translation>Empezar; se puede cancelar</translation>
    </message>
    <message>
        <source>{name} has not been read</source>
        <translation>{name} aún no se ha leído</translation>
    </message>
    <message>
        <source>Reading was stopped.</source>
        <translation>La lectura se detuvo.</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>Empezar otra vez</translation>
    </message>
</context>
<context>
    <name>CreatePage</name>
    <message>
        <source>Among the takes, 0 to 5 rate. With {keys}, 1 to 4 turn the pages.</source>
        <translation>Entre las tomas, de 0 a 5 se valora. Con {keys}, de 1 a 4 cambian de página.</translation>
    </message>
    <message>
        <source>{take}, bars {first}–{last}</source>
        <translation>{take}, compases {first}–{last}</translation>
    </message>
    <message>
        <source>Share of the velocity and timing that the model has learned, in percent:</source>
        <translation>Parte de la intensidad y del tiempo que aprendió el modelo, en tanto por ciento:</translation>
    </message>
    <message>
        <source>Humanize</source>
        <translation>Humanizar</translation>
    </message>
    <message>
        <source>Press Generate, or {keys}.</source>
        <translation>Pulsa Generar, o {keys}.</translation>
    </message>
    <message>
        <source>No takes yet</source>
        <translation>Aún no hay tomas</translation>
    </message>
    <message>
        <source>Learn the bundled chorales for a minute; that is enough to hear something.</source>
        <translation>Aprende los corales incluidos durante un minuto; basta para oír algo.</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Aún no hay modelo</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>seconds</source>
        <translation>segundos</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>minutos</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>horas</translation>
    </message>
    <message>
        <source>{time} s</source>
        <translation>{time} s</translation>
    </message>
    <message>
        <source>{time} min</source>
        <translation>{time} min</translation>
    </message>
    <message>
        <source>{time} h</source>
        <translation>{time} h</translation>
    </message>
</context>
<context>
    <name>Density</name>
    <message>
        <source>very few notes</source>
        <translation>muy pocas notas</translation>
    </message>
    <message>
        <source>few notes</source>
        <translation>pocas notas</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>media</translation>
    </message>
    <message>
        <source>many notes</source>
        <translation>muchas notas</translation>
    </message>
    <message>
        <source>very many notes</source>
        <translation>muchísimas notas</translation>
    </message>
</context>
<context>
    <name>DensityCurve</name>
    <message>
        <source>Density of each bar</source>
        <translation>Densidad de cada compás</translation>
    </message>
    <message>
        <source>Draw how many notes each bar has; arrow keys do it too</source>
        <translation>Dibuje cuántas notas tiene cada compás; también con las flechas del teclado</translation>
    </message>
    <message>
        <source>open</source>
        <translation>libre</translation>
    </message>
    <message>
        <source>Bar {bar}: {density}</source>
        <translation>Compás {bar}: {density}</translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n toma</numerusform>
            <numerusform>%n tomas</numerusform>
        </translation>
    </message>
    <message>
        <source>Take {number}</source>
        <translation>Toma {number}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>slow, for Ana</source>
        <translation>lenta, para Ana</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Proyecto</translation>
    </message>
    <message>
        <source>The song or album that it belongs to: a folder of the library with its files</source>
        <translation>La canción o el álbum al que pertenece: una carpeta de la biblioteca con sus archivos</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Tags, with commas between</source>
        <translation>Etiquetas, separadas por comas</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Change nothing</source>
        <translation>No cambiar nada</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Keep what is written here</source>
        <translation>Conservar lo escrito aquí</translation>
    </message>
</context>
<context>
    <name>DragButton</name>
    <message>
        <source>Drag MIDI</source>
        <translation>MIDI</translation>
    </message>
    <message>
        <source>Drag this into your DAW or a folder; a click copies the file</source>
        <translation>Arrástralo a tu DAW o a una carpeta; un clic copia el archivo</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
</context>
<context>
    <name>EditBar</name>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Part that is edited or rewritten, and gets new notes; others become ghosts</source>
        <translation>Parte que se edita o se reescribe y recibe las notas nuevas; las demás se ven atenuadas</translation>
    </message>
    <message>
        <source>Lines that edits keep to; T are triplets</source>
        <translation>Líneas a las que se ajustan los cambios; T son tresillos</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Rejilla</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Length of new notes</source>
        <translation>Duración de las notas nuevas</translation>
    </message>
    <message>
        <source>Hear notes as they are added, moved and pointed at</source>
        <translation>Oír las notas al añadirlas, moverlas y señalarlas</translation>
    </message>
    <message>
        <source>Show key and chords above the notes</source>
        <translation>Mostrar tonalidad y acordes sobre las notas</translation>
    </message>
    <message>
        <source>Show velocities below the notes, in place of surprise</source>
        <translation>Mostrar las intensidades bajo las notas, en lugar de la sorpresa</translation>
    </message>
    <message>
        <source>Edit: copy, paste, choose, quantize (also with the right button)</source>
        <translation>Editar: copiar, pegar, elegir, cuantizar (también con el botón derecho)</translation>
    </message>
    <message>
        <source>Enter notes step by step on a MIDI keyboard; Shift+R is a rest</source>
        <translation>Escribe notas paso a paso con un teclado MIDI; Mayús+R es un silencio</translation>
    </message>
    <message>
        <source>Track {number}</source>
        <translation>Pista {number}</translation>
    </message>
    <message>
        <source>All parts</source>
        <translation>Todas las partes</translation>
    </message>
    <message>
        <source>{grid} (take)</source>
        <translation>{grid} (toma)</translation>
    </message>
    <message>
        <source>{grid} (corpus)</source>
        <translation>{grid} (corpus)</translation>
    </message>
    <message>
        <source>No grid</source>
        <translation>Sin rejilla</translation>
    </message>
    <message>
        <source>A beat</source>
        <translation>Un pulso</translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message>
        <source>Take {number}</source>
        <translation>Toma {number}</translation>
    </message>
    <message>
        <source>This take</source>
        <translation>Esta toma</translation>
    </message>
    <message>
        <source>Selected ({count})</source>
        <translation>Elegidas ({count})</translation>
    </message>
    <message>
        <source>Starred ({count})</source>
        <translation>Con estrella ({count})</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportar a</translation>
    </message>
    <message numerus="yes">
        <source>{name} and %n more</source>
        <translation>
            <numerusform>{name} y %n más</numerusform>
            <numerusform>{name} y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>{format} files (*{suffix})</source>
        <translation>Archivos {format} (*{suffix})</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Guardar como</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Escribiendo…</translation>
    </message>
    <message>
        <source>Writing {take}, {place} of {count}</source>
        <translation>Escribiendo {take}, {place} de {count}</translation>
    </message>
    <message>
        <source>{name} is written.</source>
        <translation>{name} está escrito.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are written.</source>
        <translation>
            <numerusform>%n archivo está escrito.</numerusform>
            <numerusform>%n archivos están escritos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{why} (%n file(s) were written before)</source>
        <translation>
            <numerusform>{why} (antes se escribió %n archivo)</numerusform>
            <numerusform>{why} (antes se escribieron %n archivos)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n file(s) are written.</source>
        <translation>
            <numerusform>Parado. %n archivo está escrito.</numerusform>
            <numerusform>Parado. %n archivos están escritos.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>Frecuencia de muestreo</translation>
    </message>
    <message>
        <source>Samples a second; 44.1 kHz suits everything, 48 kHz suits video</source>
        <translation>Muestras por segundo; 44,1 kHz sirve para todo, 48 kHz para vídeo</translation>
    </message>
    <message>
        <source>{rate} kHz</source>
        <translation>{rate} kHz</translation>
    </message>
    <message>
        <source>Export these takes</source>
        <translation>Exportar estas tomas</translation>
    </message>
    <message>
        <source>Notes with tracks, tempo, metre and key, for a DAW or a score</source>
        <translation>Notas con pistas, tempo, compás y tonalidad, para un DAW o una partitura</translation>
    </message>
    <message>
        <source>Sound, not compressed: the largest files, which everything opens</source>
        <translation>Sonido sin comprimir: los archivos más grandes, que todo abre</translation>
    </message>
    <message>
        <source>Sound, compressed without loss: half as large as WAV</source>
        <translation>Sonido comprimido sin pérdida: la mitad que WAV</translation>
    </message>
    <message>
        <source>Sound, compressed: small files</source>
        <translation>Sonido comprimido: archivos pequeños</translation>
    </message>
    <message>
        <source>Sound, compressed: small files, which everything plays</source>
        <translation>Sonido comprimido: archivos pequeños, que todo reproduce</translation>
    </message>
    <message>
        <source>A picture of the piano roll</source>
        <translation>Una imagen del rollo de piano</translation>
    </message>
    <message>
        <source>The text as UTF-8</source>
        <translation>El texto en UTF-8</translation>
    </message>
    <message>
        <source>The file as the model wrote it</source>
        <translation>El archivo tal como lo escribió el modelo</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Guardar como…</translation>
    </message>
    <message>
        <source>Choose a name and a place for this one</source>
        <translation>Elige nombre y lugar para esta</translation>
    </message>
    <message>
        <source>Write into the folder; nothing there is written over</source>
        <translation>Escribe en la carpeta; no se sobrescribe nada</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Close without exporting</source>
        <translation>Cerrar sin exportar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>What is written stays, the rest is left out</source>
        <translation>Lo escrito se queda, el resto se omite</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Ver en la carpeta</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Open the folder in the file manager</source>
        <translation>Abre la carpeta en el gestor de archivos</translation>
    </message>
    <message>
        <source>Close this dialog</source>
        <translation>Cerrar este diálogo</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Elegir otra carpeta</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Elegir la carpeta</translation>
    </message>
    <message>
        <source>TAKES</source>
        <translation>TOMAS</translation>
    </message>
    <message>
        <source>FORMAT</source>
        <translation>FORMATO</translation>
    </message>
    <message>
        <source>FOLDER</source>
        <translation>CARPETA</translation>
    </message>
    <message numerus="yes">
        <source>%n take(s) of another kind are left out</source>
        <translation>
            <numerusform>%n toma de otro tipo queda fuera</numerusform>
            <numerusform>%n tomas de otro tipo quedan fuera</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n take(s)</source>
        <translation>
            <numerusform>Exportar %n toma</numerusform>
            <numerusform>Exportar %n tomas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>Date</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Valoración</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonalidad</translation>
    </message>
    <message>
        <source>Metre</source>
        <translation>Compás</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Proyecto</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Corpus</source>
        <translation>Corpus</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Cualquiera</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Ayer</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>Los últimos 7 días</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>Los últimos 30 días</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Antes</translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>{unit} of layer {layer} and {feature}: {r} over {events} events of this piece</source>
        <translation>{unit} de la capa {layer} y {feature}: {r} en {events} eventos de esta pieza</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>Listen</source>
        <translation>Escucha</translation>
    </message>
    <message>
        <source>Space plays, the arrow keys walk through the takes</source>
        <translation>El espacio reproduce; las flechas recorren las tomas</translation>
    </message>
    <message>
        <source>Make it yours</source>
        <translation>Hazlo tuyo</translation>
    </message>
    <message>
        <source>Drop a folder of MIDI or text on the window, and learn it</source>
        <translation>Suelta una carpeta de MIDI o texto en la ventana y apréndela</translation>
    </message>
    <message>
        <source>Take it along</source>
        <translation>Llévatelo</translation>
    </message>
    <message>
        <source>Drag a take into your DAW, or export it</source>
        <translation>Arrastra una toma a tu DAW o expórtala</translation>
    </message>
    <message>
        <source>Do not show these steps again</source>
        <translation>No mostrar más estos pasos</translation>
    </message>
    <message>
        <source>Close the steps</source>
        <translation>Cerrar los pasos</translation>
    </message>
    <message>
        <source>{step}: done</source>
        <translation>{step}: hecho</translation>
    </message>
</context>
<context>
    <name>Fold</name>
    <message>
        <source>Show or hide: {title}</source>
        <translation>Mostrar u ocultar: {title}</translation>
    </message>
</context>
<context>
    <name>FormStrip</name>
    <message>
        <source>Form</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>form</source>
        <translation>forma</translation>
    </message>
    <message>
        <source>Write bar {bar} anew</source>
        <translation>Escribir de nuevo el compás {bar}</translation>
    </message>
    <message>
        <source>Make bar {bar} the same as</source>
        <translation>Hacer el compás {bar} igual que</translation>
    </message>
    <message>
        <source>Make bar {bar} a variation of</source>
        <translation>Hacer del compás {bar} una variación de</translation>
    </message>
    <message>
        <source>bar {bar} ({name})</source>
        <translation>el compás {bar} ({name})</translation>
    </message>
    <message>
        <source>Give the take a form…</source>
        <translation>Dar una forma a la toma…</translation>
    </message>
</context>
<context>
    <name>GeneralRulesSection</name>
    <message>
        <source>TAKES</source>
        <translation>TOMAS</translation>
    </message>
    <message>
        <source>Reset length and rules</source>
        <translation>Restablecer la duración y las reglas</translation>
    </message>
</context>
<context>
    <name>HeatLegend</name>
    <message>
        <source>Colours from {low} to {high}</source>
        <translation>Colores de {low} a {high}</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Activity of the units</source>
        <translation>Actividad de las unidades</translation>
    </message>
    <message>
        <source>Click a cell, or move with the arrow keys. Ctrl and wheel: zoom</source>
        <translation>Haz clic en una celda, o muévete con las flechas. Ctrl y rueda: zum</translation>
    </message>
    <message>
        <source>event {event}, unit {unit}: {value}</source>
        <translation>evento {event}, unidad {unit}: {value}</translation>
    </message>
    <message>
        <source>unit {unit}: {value}</source>
        <translation>unidad {unit}: {value}</translation>
    </message>
</context>
<context>
    <name>ImportedModels</name>
    <message>
        <source>Bring in a model</source>
        <translation>Traer un modelo</translation>
    </message>
    <message>
        <source>{name} is in the list; it can be renamed there.</source>
        <translation>{name} está en la lista; allí se le puede cambiar el nombre.</translation>
    </message>
    <message>
        <source>Rename the model</source>
        <translation>Cambiar el nombre del modelo</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Nombre nuevo</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>Exportar el modelo</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Guardado como {path}.</translation>
    </message>
    <message>
        <source>Move “{name}” to the trash?</source>
        <translation>¿Mover «{name}» a la papelera?</translation>
    </message>
    <message>
        <source>Delete the model</source>
        <translation>Eliminar el modelo</translation>
    </message>
    <message>
        <source>{name} is in the trash.</source>
        <translation>{name} está en la papelera.</translation>
    </message>
    <message>
        <source>{name} could not be moved to the trash.</source>
        <translation>{name} no se pudo mover a la papelera.</translation>
    </message>
</context>
<context>
    <name>Inspect</name>
    <message>
        <source>Character</source>
        <translation>Carácter</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>Instrumento</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>Altura</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>Intensidad</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>Hidden units</source>
        <translation>Unidades ocultas</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Celdas</translation>
    </message>
    <message>
        <source>Input gates</source>
        <translation>Puertas de entrada</translation>
    </message>
    <message>
        <source>Forget gates</source>
        <translation>Puertas de olvido</translation>
    </message>
    <message>
        <source>Output gates</source>
        <translation>Puertas de salida</translation>
    </message>
    <message>
        <source>Update gates</source>
        <translation>Puertas de actualización</translation>
    </message>
    <message>
        <source>Reset gates</source>
        <translation>Puertas de reinicio</translation>
    </message>
    <message>
        <source>unit {unit}</source>
        <translation>unidad {unit}</translation>
    </message>
    <message>
        <source>cell {unit}</source>
        <translation>celda {unit}</translation>
    </message>
    <message>
        <source>input gate {unit}</source>
        <translation>puerta de entrada {unit}</translation>
    </message>
    <message>
        <source>forget gate {unit}</source>
        <translation>puerta de olvido {unit}</translation>
    </message>
    <message>
        <source>output gate {unit}</source>
        <translation>puerta de salida {unit}</translation>
    </message>
    <message>
        <source>update gate {unit}</source>
        <translation>puerta de actualización {unit}</translation>
    </message>
    <message>
        <source>reset gate {unit}</source>
        <translation>puerta de reinicio {unit}</translation>
    </message>
    <message>
        <source>place in the line</source>
        <translation>lugar en la línea</translation>
    </message>
    <message>
        <source>end of a line</source>
        <translation>fin de línea</translation>
    </message>
    <message>
        <source>place in the sentence</source>
        <translation>lugar en la frase</translation>
    </message>
    <message>
        <source>place in the word</source>
        <translation>lugar en la palabra</translation>
    </message>
    <message>
        <source>inside quotes</source>
        <translation>entre comillas</translation>
    </message>
    <message>
        <source>inside brackets</source>
        <translation>entre paréntesis</translation>
    </message>
    <message>
        <source>indentation</source>
        <translation>sangría</translation>
    </message>
    <message>
        <source>upper case</source>
        <translation>mayúsculas</translation>
    </message>
    <message>
        <source>letter</source>
        <translation>letra</translation>
    </message>
    <message>
        <source>digit</source>
        <translation>cifra</translation>
    </message>
    <message>
        <source>space</source>
        <translation>espacio</translation>
    </message>
    <message>
        <source>place in the piece</source>
        <translation>lugar en la pieza</translation>
    </message>
    <message>
        <source>pitch</source>
        <translation>altura</translation>
    </message>
    <message>
        <source>duration</source>
        <translation>duración</translation>
    </message>
    <message>
        <source>velocity</source>
        <translation>intensidad</translation>
    </message>
    <message>
        <source>drums</source>
        <translation>percusión</translation>
    </message>
    <message>
        <source>deviation from the beat</source>
        <translation>desviación del pulso</translation>
    </message>
    <message>
        <source>time since the note before</source>
        <translation>tiempo desde la nota anterior</translation>
    </message>
    <message>
        <source>notes that sound</source>
        <translation>notas que suenan</translation>
    </message>
    <message>
        <source>before a rest</source>
        <translation>antes de un silencio</translation>
    </message>
    <message>
        <source>place in the bar</source>
        <translation>lugar en el compás</translation>
    </message>
    <message>
        <source>on the beat</source>
        <translation>en el pulso</translation>
    </message>
    <message>
        <source>first of the bar</source>
        <translation>primera del compás</translation>
    </message>
    <message>
        <source>place in four bars</source>
        <translation>lugar en cuatro compases</translation>
    </message>
    <message>
        <source>the end</source>
        <translation>el final</translation>
    </message>
    <message>
        <source>the unknown</source>
        <translation>lo desconocido</translation>
    </message>
    <message>
        <source>line end</source>
        <translation>fin de línea</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>tabulador</translation>
    </message>
    <message>
        <source>hard space</source>
        <translation>espacio duro</translation>
    </message>
    <message>
        <source>together</source>
        <translation>a la vez</translation>
    </message>
    <message>
        <source>{length} later</source>
        <translation>{length} después</translation>
    </message>
    <message>
        <source>on time</source>
        <translation>a tiempo</translation>
    </message>
    <message>
        <source>{length} late</source>
        <translation>{length} tarde</translation>
    </message>
    <message>
        <source>{length} early</source>
        <translation>{length} antes</translation>
    </message>
    <message>
        <source>32nd triplet</source>
        <translation>fusa de tresillo</translation>
    </message>
    <message>
        <source>32nd</source>
        <translation>fusa</translation>
    </message>
    <message>
        <source>16th triplet</source>
        <translation>semicorchea de tresillo</translation>
    </message>
    <message>
        <source>16th</source>
        <translation>semicorchea</translation>
    </message>
    <message>
        <source>8th triplet</source>
        <translation>corchea de tresillo</translation>
    </message>
    <message>
        <source>dotted 16th</source>
        <translation>semicorchea con puntillo</translation>
    </message>
    <message>
        <source>8th</source>
        <translation>corchea</translation>
    </message>
    <message>
        <source>quarter triplet</source>
        <translation>negra de tresillo</translation>
    </message>
    <message>
        <source>dotted 8th</source>
        <translation>corchea con puntillo</translation>
    </message>
    <message>
        <source>quarter</source>
        <translation>negra</translation>
    </message>
    <message>
        <source>half triplet</source>
        <translation>blanca de tresillo</translation>
    </message>
    <message>
        <source>dotted quarter</source>
        <translation>negra con puntillo</translation>
    </message>
    <message>
        <source>half</source>
        <translation>blanca</translation>
    </message>
    <message>
        <source>dotted half</source>
        <translation>blanca con puntillo</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>redonda</translation>
    </message>
    <message>
        <source>dotted whole</source>
        <translation>redonda con puntillo</translation>
    </message>
    <message>
        <source>two wholes</source>
        <translation>dos redondas</translation>
    </message>
    <message>
        <source>r {number}</source>
        <translation>r {number}</translation>
    </message>
</context>
<context>
    <name>InspectColumn</name>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>The model whose expectations are shown</source>
        <translation>El modelo cuyas expectativas se muestran</translation>
    </message>
    <message>
        <source>Piece</source>
        <translation>Pieza</translation>
    </message>
    <message>
        <source>Which piece of the file</source>
        <translation>Qué pieza del archivo</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>Abrir archivo…</translation>
    </message>
    <message>
        <source>A MIDI, ABC or text file; or drop one anywhere on the page</source>
        <translation>Un archivo MIDI, ABC o de texto; o suelta uno en cualquier parte de la página</translation>
    </message>
    <message>
        <source>Or type some text…</source>
        <translation>O escribe un texto…</translation>
    </message>
    <message>
        <source>Text to look into</source>
        <translation>Texto que examinar</translation>
    </message>
    <message>
        <source>Read by a text model as you type</source>
        <translation>Un modelo de texto lo lee mientras escribes</translation>
    </message>
    <message>
        <source>Takes, the newest first</source>
        <translation>Tomas, las más nuevas primero</translation>
    </message>
    <message>
        <source>Choose a take to look into it; arrow keys walk through them</source>
        <translation>Elige una toma para examinarla; con las flechas se pasa de una a otra</translation>
    </message>
    <message>
        <source>What you create appears here.</source>
        <translation>Aquí aparece lo que creas.</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Analizar</translation>
    </message>
    <message>
        <source>MODEL</source>
        <translation>MODELO</translation>
    </message>
    <message>
        <source>LOOK INTO</source>
        <translation>EXAMINAR</translation>
    </message>
    <message>
        <source>TAKES</source>
        <translation>TOMAS</translation>
    </message>
    <message>
        <source>No model yet: train one first</source>
        <translation>Aún no hay modelo: entrena uno primero</translation>
    </message>
</context>
<context>
    <name>InspectMessage</name>
    <message>
        <source>How much of the piece has been read</source>
        <translation>Cuánto de la pieza se ha leído</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>Abrir archivo…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>A MIDI, ABC or text file; or drop one anywhere on the page</source>
        <translation>Un archivo MIDI, ABC o de texto; o suelta uno en cualquier parte de la página</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>Parar la lectura</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} de {total}</translation>
    </message>
</context>
<context>
    <name>InspectPage</name>
    <message>
        <source>Drop it to look into it</source>
        <translation>Suéltalo para examinarlo</translation>
    </message>
    <message>
        <source>A MIDI, ABC or text file, or a model</source>
        <translation>Un archivo MIDI, ABC o de texto, o un modelo</translation>
    </message>
    <message>
        <source>Drop one file here; a folder is for the Corpora page.</source>
        <translation>Suelta aquí un solo archivo; una carpeta va en la página Corpus.</translation>
    </message>
    <message>
        <source>Music and text ({suffixes});;All files (*)</source>
        <translation>Música y texto ({suffixes});;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Look into a file</source>
        <translation>Analizar un archivo</translation>
    </message>
    <message>
        <source>There is no model yet. Train one on the Train page, or drop a model file here.</source>
        <translation>Aún no hay modelo. Entrena uno en la página Entrenar, o suelta aquí un archivo de modelo.</translation>
    </message>
    <message>
        <source>the text</source>
        <translation>el texto</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>Leyendo {name}</translation>
    </message>
    <message>
        <source>Open a file or choose a take to see what the network expects.</source>
        <translation>Abre un archivo o elige una toma para ver qué espera la red.</translation>
    </message>
</context>
<context>
    <name>InspectPanel</name>
    <message>
        <source>What the chosen unit follows</source>
        <translation>Qué sigue la unidad elegida</translation>
    </message>
    <message>
        <source>Units worth a look</source>
        <translation>Unidades interesantes</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Esperado</translation>
    </message>
    <message>
        <source>What the model expected at an event, and the figures of the piece</source>
        <translation>Qué esperaba el modelo en un evento, y las cifras de la pieza</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Unidades</translation>
    </message>
    <message>
        <source>What single units of the network follow</source>
        <translation>Qué siguen las unidades sueltas de la red</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>Qué se cuenta</translation>
    </message>
    <message>
        <source>THE WHOLE PIECE</source>
        <translation>LA PIEZA ENTERA</translation>
    </message>
    <message>
        <source>WORTH A LOOK</source>
        <translation>INTERESANTES</translation>
    </message>
    <message>
        <source>r: Pearson&apos;s correlation over these {count} events. Another piece may show other units.</source>
        <translation>r: correlación de Pearson sobre estos {count} eventos. Otra pieza puede mostrar otras unidades.</translation>
    </message>
    <message>
        <source>What was expected</source>
        <translation>Qué se esperaba</translation>
    </message>
    <message>
        <source>{bits} bits of surprise</source>
        <translation>{bits} bits de sorpresa</translation>
    </message>
    <message>
        <source>One unit</source>
        <translation>Una unidad</translation>
    </message>
    <message>
        <source>Pick a row of the heat map, or one from the list below.</source>
        <translation>Elige una fila del mapa, o una de la lista de abajo.</translation>
    </message>
    <message>
        <source>Layer {layer}, {unit}</source>
        <translation>Capa {layer}, {unit}</translation>
    </message>
    <message>
        <source>The end</source>
        <translation>El final</translation>
    </message>
    <message>
        <source>from {low} to {high} in this piece</source>
        <translation>de {low} a {high} en esta pieza</translation>
    </message>
    <message>
        <source>{event}: {value}</source>
        <translation>{event}: {value}</translation>
    </message>
    <message>
        <source>the first of {total}; more would not fit into memory at once</source>
        <translation>los primeros de {total}; más no cabrían en la memoria a la vez</translation>
    </message>
    <message>
        <source>no copies can be told: the model has no index of its corpus</source>
        <translation>no se pueden contar copias: el modelo no tiene índice de su corpus</translation>
    </message>
    <message>
        <source>{share}% copied from the corpus, {longest} in a row at most</source>
        <translation>{share} % copiado del corpus, {longest} seguidos como mucho</translation>
    </message>
    <message>
        <source>real pieces share {share}% with each other</source>
        <translation>las piezas reales comparten el {share}% entre sí</translation>
    </message>
    <message>
        <source>{count} do not fit the model&apos;s vocabulary exactly</source>
        <translation>{count} no caben exactamente en el vocabulario del modelo</translation>
    </message>
</context>
<context>
    <name>InspectStage</name>
    <message>
        <source>What tints the text</source>
        <translation>Qué tiñe el texto</translation>
    </message>
    <message>
        <source>Tint characters by surprise or by a unit</source>
        <translation>Teñir los caracteres por sorpresa o por una unidad</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Reproducir</translation>
    </message>
    <message>
        <source>Play this piece as the model reads it</source>
        <translation>Reproduce esta pieza como la lee el modelo</translation>
    </message>
    <message>
        <source>Surprise</source>
        <translation>Sorpresa</translation>
    </message>
    <message>
        <source>Chosen unit</source>
        <translation>Unidad elegida</translation>
    </message>
    <message>
        <source>Typed text</source>
        <translation>Texto escrito</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>{column}: {value}, {bits} bits</source>
        <translation>{column}: {value}, {bits} bits</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>bits</translation>
    </message>
</context>
<context>
    <name>KeyWords</name>
    <message>
        <source>major</source>
        <translation>mayor</translation>
    </message>
    <message>
        <source>minor</source>
        <translation>menor</translation>
    </message>
    <message>
        <source>natural minor</source>
        <translation>menor natural</translation>
    </message>
    <message>
        <source>harmonic minor</source>
        <translation>menor armónica</translation>
    </message>
    <message>
        <source>melodic minor</source>
        <translation>menor melódica</translation>
    </message>
    <message>
        <source>dorian</source>
        <translation>dórica</translation>
    </message>
    <message>
        <source>phrygian</source>
        <translation>frigia</translation>
    </message>
    <message>
        <source>lydian</source>
        <translation>lidia</translation>
    </message>
    <message>
        <source>mixolydian</source>
        <translation>mixolidia</translation>
    </message>
    <message>
        <source>locrian</source>
        <translation>locria</translation>
    </message>
    <message>
        <source>major pentatonic</source>
        <translation>pentatónica mayor</translation>
    </message>
    <message>
        <source>minor pentatonic</source>
        <translation>pentatónica menor</translation>
    </message>
    <message>
        <source>blues</source>
        <translation>blues</translation>
    </message>
    <message>
        <source>whole tone</source>
        <translation>tonos enteros</translation>
    </message>
    <message>
        <source>chromatic</source>
        <translation>cromática</translation>
    </message>
</context>
<context>
    <name>KeyboardInput</name>
    <message>
        <source>MIDI ports need the package python-rtmidi: {command}</source>
        <translation>Los puertos MIDI necesitan el paquete python-rtmidi: {command}</translation>
    </message>
    <message>
        <source>No MIDI keyboard can be heard: {reason}</source>
        <translation>No se oye ningún teclado MIDI: {reason}</translation>
    </message>
    <message>
        <source>There is no MIDI keyboard.</source>
        <translation>No hay ningún teclado MIDI.</translation>
    </message>
</context>
<context>
    <name>KindView</name>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln evento</numerusform>
            <numerusform>%Ln eventos</numerusform>
        </translation>
    </message>
    <message>
        <source>Characters {first}–{last} stand in {piece}</source>
        <translation>Los caracteres {first}–{last} están en {piece}</translation>
    </message>
    <message>
        <source>Drag file</source>
        <translation>Arrastrar archivo</translation>
    </message>
    <message>
        <source>events</source>
        <translation>eventos</translation>
    </message>
    <message>
        <source>Events in a piece</source>
        <translation>Eventos por pieza</translation>
    </message>
    <message>
        <source>{length} events or more: {count} pieces</source>
        <translation>{length} eventos o más: {count} piezas</translation>
    </message>
    <message>
        <source>Point at an event, or click one.</source>
        <translation>Señala un evento o haz clic en uno.</translation>
    </message>
    <message>
        <source>bits an event</source>
        <translation>bits por evento</translation>
    </message>
    <message>
        <source>Event {number}</source>
        <translation>Evento {number}</translation>
    </message>
    <message>
        <source>Drop or choose a file</source>
        <translation>Suelta o elige un archivo</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>Nothing that you make can be kept: {folder} is no folder that can be written to.</source>
        <translation>No se puede guardar nada de lo que hagas: {folder} no es una carpeta en la que se pueda escribir.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>About seqgen</source>
        <translation>Acerca de seqgen</translation>
    </message>
    <message>
        <source>Keyboard and mouse</source>
        <translation>Teclado y ratón</translation>
    </message>
    <message>
        <source>Drop to learn from it</source>
        <translation>Suelta para aprender de ello</translation>
    </message>
    <message>
        <source>A folder or files become a corpus; a model or a SoundFont is used</source>
        <translation>Una carpeta o unos archivos serán un corpus; un modelo o un SoundFont se usa</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Alto contraste</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ayuda</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>This installation has no manual. In seqgen&apos;s folder, make manual writes it.</source>
        <translation>Esta instalación no tiene manual. En la carpeta de seqgen, make manual lo escribe.</translation>
    </message>
    <message>
        <source>No browser could be opened; the manual is {file}</source>
        <translation>No se pudo abrir ningún navegador; el manual es {file}</translation>
    </message>
    <message>
        <source>seqgen {version} learns the style of a folder of MIDI or text, and writes new sequences in it.</source>
        <translation>seqgen {version} aprende el estilo de una carpeta de MIDI o de texto, y escribe secuencias nuevas en él.</translation>
    </message>
    <message>
        <source>Training goes on</source>
        <translation>El entrenamiento sigue</translation>
    </message>
    <message>
        <source>{runs} is still learning.</source>
        <translation>{runs} sigue aprendiendo.</translation>
    </message>
    <message>
        <source>{runs} are still learning.</source>
        <translation>{runs} siguen aprendiendo.</translation>
    </message>
    <message>
        <source>It can go on without the window, or be paused and resumed later.</source>
        <translation>Puede seguir sin la ventana, o pausarse y reanudarse después.</translation>
    </message>
    <message>
        <source>They can go on without the window, or be paused and resumed later.</source>
        <translation>Pueden seguir sin la ventana, o pausarse y reanudarse después.</translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation>Seguir entrenando</translation>
    </message>
    <message>
        <source>Pause it</source>
        <translation>Pausarlo</translation>
    </message>
    <message>
        <source>Pause them</source>
        <translation>Pausarlos</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>Quedarse aquí</translation>
    </message>
</context>
<context>
    <name>MidiRecorder</name>
    <message>
        <source>“{port}” cannot be recorded from: {reason}</source>
        <translation>No se puede grabar de «{port}»: {reason}</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Grabado</translation>
    </message>
    <message>
        <source>“{port}” is not there any more.</source>
        <translation>«{port}» ya no está.</translation>
    </message>
</context>
<context>
    <name>ModelList</name>
    <message>
        <source>{name} (included)</source>
        <translation>{name} (incluido)</translation>
    </message>
</context>
<context>
    <name>ModelView</name>
    <message>
        <source>Create with it</source>
        <translation>Crear con él</translation>
    </message>
    <message>
        <source>Write with this model</source>
        <translation>Escribe con este modelo</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Cambiar nombre…</translation>
    </message>
    <message>
        <source>Export the model…</source>
        <translation>Exportar el modelo…</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>Mover a la papelera…</translation>
    </message>
    <message>
        <source>More about this model</source>
        <translation>Más sobre este modelo</translation>
    </message>
    <message>
        <source>Brought in from a file. It learned {corpus}: {facts}.</source>
        <translation>Traído de un archivo. Aprendió {corpus}: {facts}.</translation>
    </message>
    <message>
        <source>Comes with seqgen. It learned {corpus}: {facts}.</source>
        <translation>Viene con seqgen. Aprendió {corpus}: {facts}.</translation>
    </message>
</context>
<context>
    <name>MusicEditor</name>
    <message>
        <source>Notes come from {names}.</source>
        <translation>Las notas llegan de {names}.</translation>
    </message>
    <message>
        <source>Change an instrument</source>
        <translation>Cambiar un instrumento</translation>
    </message>
    <message>
        <source>Choose notes of the part first, or the part above the roll.</source>
        <translation>Elige antes notas de la parte, o la parte encima de las notas.</translation>
    </message>
</context>
<context>
    <name>MusicRulesSection</name>
    <message>
        <source>MUSIC</source>
        <translation>MÚSICA</translation>
    </message>
    <message>
        <source>Reset the music settings</source>
        <translation>Restablecer los ajustes de música</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Cuánto dura</translation>
    </message>
    <message>
        <source>A curve over the bars</source>
        <translation>Una curva por compases</translation>
    </message>
    <message>
        <source>{n:.0f} s</source>
        <translation>{n:.0f} s</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Quarter notes a minute</source>
        <translation>Negras por minuto</translation>
    </message>
    <message>
        <source>Most notes at once</source>
        <translation>Notas a la vez</translation>
    </message>
    <message>
        <source>Most notes that sound together</source>
        <translation>Cuántas notas suenan juntas como mucho</translation>
    </message>
    <message>
        <source>Instruments</source>
        <translation>Instrumentos</translation>
    </message>
    <message>
        <source>Which instruments play; with none chosen, all may</source>
        <translation>Qué instrumentos tocan; si no eliges ninguno, pueden todos</translation>
    </message>
    <message>
        <source>As a loop</source>
        <translation>En bucle</translation>
    </message>
    <message>
        <source>It begins on the downbeat, and its last bar leads into the first</source>
        <translation>Comienza en el primer pulso, y su último compás lleva al primero</translation>
    </message>
    <message>
        <source>Its first bars</source>
        <translation>Primeros compases</translation>
    </message>
    <message>
        <source>How much of it to go on from</source>
        <translation>De cuánto de él se parte</translation>
    </message>
    <message>
        <source>Any key</source>
        <translation>Cualquiera</translation>
    </message>
    <message>
        <source>Any grid</source>
        <translation>Cualquiera</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonalidad</translation>
    </message>
    <message>
        <source>The key that every note keeps to</source>
        <translation>La tonalidad que sigue cada nota</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Escala</translation>
    </message>
    <message>
        <source>The scale that every note keeps to</source>
        <translation>La escala que sigue cada nota</translation>
    </message>
    <message>
        <source>Metre</source>
        <translation>Compás</translation>
    </message>
    <message>
        <source>The metre of new takes</source>
        <translation>El compás de las tomas nuevas</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Rejilla</translation>
    </message>
    <message>
        <source>Where notes may begin</source>
        <translation>Dónde pueden empezar las notas</translation>
    </message>
    <message>
        <source>Quantize</source>
        <translation>Cuantizar</translation>
    </message>
    <message>
        <source>Share of the deviations from the beat that is taken away</source>
        <translation>Parte de las desviaciones del pulso que se quita</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Like the pieces of this folder</source>
        <translation>Como las piezas de esta carpeta</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>Densidad</translation>
    </message>
    <message>
        <source>How many notes a bar has</source>
        <translation>Cuántas notas tiene un compás</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Which sections come back; ’ is another end</source>
        <translation>Qué secciones vuelven; ’ es otro final</translation>
    </message>
    <message>
        <source>The model&apos;s</source>
        <translation>El del modelo</translation>
    </message>
    <message>
        <source>Any label</source>
        <translation>Cualquiera</translation>
    </message>
    <message>
        <source>Any density</source>
        <translation>Cualquiera</translation>
    </message>
    <message>
        <source>Of a piece</source>
        <translation>De una pieza</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
    <message>
        <source>any</source>
        <translation>todas</translation>
    </message>
    <message>
        <source>{share:.0f}%</source>
        <translation>{share:.0f} %</translation>
    </message>
    <message>
        <source>off</source>
        <translation>no</translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n compás</numerusform>
            <numerusform>%n compases</numerusform>
        </translation>
    </message>
    <message>
        <source>{tempo:.0f} bpm</source>
        <translation>{tempo:.0f} bpm</translation>
    </message>
    <message>
        <source>the model&apos;s</source>
        <translation>el del modelo</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todo</translation>
    </message>
</context>
<context>
    <name>MusicTake</name>
    <message>
        <source>Not as in the take that this one was made from</source>
        <translation>Distinto de la toma de la que salió</translation>
    </message>
    <message>
        <source>Form of the take</source>
        <translation>Forma de la toma</translation>
    </message>
    <message>
        <source>Sections such as AABA or AA&apos;BA&apos; (’ is another end). Bars that have it already stay.</source>
        <translation>Secciones como AABA o AA&apos;BA&apos; (’ es otro final). Los compases que ya la tienen se quedan.</translation>
    </message>
    <message>
        <source>Bar {bar}: empty</source>
        <translation>Compás {bar}: vacío</translation>
    </message>
    <message>
        <source>Bar {bar}: new</source>
        <translation>Compás {bar}: nuevo</translation>
    </message>
    <message>
        <source>Bar {bar}: varies bar {like}</source>
        <translation>Compás {bar}: varía el compás {like}</translation>
    </message>
    <message>
        <source>Bar {bar}: as bar {like}</source>
        <translation>Compás {bar}: como el compás {like}</translation>
    </message>
    <message>
        <source>Asked for: {density}</source>
        <translation>Se pidió: {density}</translation>
    </message>
</context>
<context>
    <name>MusicView</name>
    <message numerus="yes">
        <source>%Ln note(s)</source>
        <translation>
            <numerusform>%Ln nota</numerusform>
            <numerusform>%Ln notas</numerusform>
        </translation>
    </message>
    <message>
        <source>{length} long</source>
        <translation>dura {length}</translation>
    </message>
    <message>
        <source>{tempo} bpm</source>
        <translation>{tempo} bpm</translation>
    </message>
    <message numerus="yes">
        <source>%Ln bar(s)</source>
        <translation>
            <numerusform>%Ln compás</numerusform>
            <numerusform>%Ln compases</numerusform>
        </translation>
    </message>
    <message>
        <source>Each its own</source>
        <translation>Cada pieza el suyo</translation>
    </message>
    <message>
        <source>Count every piece in this metre (else each in its own, unless its notes contradict it)</source>
        <translation>Contar todas las piezas en este compás (si no, cada una en el suyo, salvo que sus notas lo contradigan)</translation>
    </message>
    <message>
        <source>Metre</source>
        <translation>Compás</translation>
    </message>
    <message>
        <source>Bar {first} stands in {piece}</source>
        <translation>El compás {first} está en {piece}</translation>
    </message>
    <message>
        <source>Bars {first}–{last} stand in {piece}</source>
        <translation>Los compases {first}–{last} están en {piece}</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>notas</translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln minuto</numerusform>
            <numerusform>%Ln minutos</numerusform>
        </translation>
    </message>
    <message>
        <source>Bars in a piece</source>
        <translation>Compases por pieza</translation>
    </message>
    <message>
        <source>{length} bars or more: {count} pieces</source>
        <translation>{length} compases o más: {count} piezas</translation>
    </message>
    <message>
        <source>Seconds in a piece</source>
        <translation>Segundos por pieza</translation>
    </message>
    <message>
        <source>{length} seconds or more: {count} pieces</source>
        <translation>{length} segundos o más: {count} piezas</translation>
    </message>
    <message>
        <source>Point at a note, or click one.</source>
        <translation>Señala una nota, o haz clic en ella.</translation>
    </message>
    <message>
        <source>bits a note</source>
        <translation>bits por nota</translation>
    </message>
    <message>
        <source>Note {number}, bar {bar}</source>
        <translation>Nota {number}, compás {bar}</translation>
    </message>
    <message>
        <source>Drag MIDI</source>
        <translation>MIDI</translation>
    </message>
    <message>
        <source>Music and sound (*.mid *.midi *.abc *.wav *.flac *.ogg *.mp3)</source>
        <translation>Música y sonido (*.mid *.midi *.abc *.wav *.flac *.ogg *.mp3)</translation>
    </message>
    <message>
        <source>Drop or choose a MIDI file</source>
        <translation>Suelta o elige un MIDI</translation>
    </message>
</context>
<context>
    <name>NewRunForm</name>
    <message>
        <source>What is learned</source>
        <translation>Lo que se aprende</translation>
    </message>
    <message>
        <source>What the run and its model are called</source>
        <translation>Cómo se llaman el entrenamiento y su modelo</translation>
    </message>
    <message>
        <source>Named after the corpus</source>
        <translation>Con el nombre del corpus</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>Nueva sesión</translation>
    </message>
    <message>
        <source>Corpus</source>
        <translation>Corpus</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>nothing: learn from scratch</source>
        <translation>nada: aprender desde cero</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 minuto</translation>
    </message>
    <message>
        <source>10 minutes</source>
        <translation>10 minutos</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 hora</translation>
    </message>
    <message>
        <source>Overnight</source>
        <translation>Toda la noche</translation>
    </message>
    <message numerus="yes">
        <source>Learn for %n minute(s), everything included</source>
        <translation>
            <numerusform>Aprende durante %n minuto, todo incluido</numerusform>
            <numerusform>Aprende durante %n minutos, todo incluido</numerusform>
        </translation>
    </message>
    <message>
        <source>chosen for you</source>
        <translation>elegido por ti</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Partir de</translation>
    </message>
    <message>
        <source>A model that knows something like it; its network stays</source>
        <translation>Un modelo que sabe algo parecido; su red se mantiene</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Celda</translation>
    </message>
    <message>
        <source>The recurrent cell</source>
        <translation>La celda recurrente</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Layers and hidden size at once</source>
        <translation>Capas y tamaño oculto a la vez</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Capas</translation>
    </message>
    <message>
        <source>Stacked recurrent layers</source>
        <translation>Capas recurrentes apiladas</translation>
    </message>
    <message>
        <source>Hidden units in a recurrent layer</source>
        <translation>Unidades ocultas en cada capa recurrente</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>Share of units left out while learning</source>
        <translation>Parte de las unidades que se omite al aprender</translation>
    </message>
    <message>
        <source>Transpose</source>
        <translation>Transposición</translation>
    </message>
    <message>
        <source>Move pieces by up to so many semitones while learning</source>
        <translation>Mueve las piezas hasta tantos semitonos al aprender</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Tasa de aprendizaje</translation>
    </message>
    <message>
        <source>The highest one; take less where a run diverges</source>
        <translation>La más alta; baja la cifra si una sesión diverge</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>Where to compute</source>
        <translation>Dónde calcular</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <source>Decides the first weights and the order of the pieces</source>
        <translation>Decide los primeros pesos y el orden de las piezas</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Avanzado</translation>
    </message>
    <message>
        <source>small</source>
        <translation>pequeño</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>media</translation>
    </message>
    <message>
        <source>large</source>
        <translation>grande</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>procesador</translation>
    </message>
    <message>
        <source>graphics card (CUDA)</source>
        <translation>tarjeta gráfica (CUDA)</translation>
    </message>
    <message>
        <source>graphics of Apple (MPS)</source>
        <translation>gráficos de Apple (MPS)</translation>
    </message>
    <message>
        <source>Start learning</source>
        <translation>Empezar a aprender</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Begin the run; it goes on without this window, too</source>
        <translation>Empieza la sesión; sigue también sin esta ventana</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Unidades</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Miembros</translation>
    </message>
    <message>
        <source>How many networks learn side by side and decide together</source>
        <translation>Cuántas redes aprenden a la vez y deciden juntas</translation>
    </message>
    <message>
        <source>Back to the runs</source>
        <translation>Volver a las sesiones</translation>
    </message>
</context>
<context>
    <name>NoteWords</name>
    <message>
        <source>sharp</source>
        <translation>sostenido</translation>
    </message>
    <message>
        <source>flat</source>
        <translation>bemol</translation>
    </message>
    <message>
        <source>A</source>
        <translation>La</translation>
    </message>
    <message>
        <source>B</source>
        <translation>Si</translation>
    </message>
    <message>
        <source>C</source>
        <translation>Do</translation>
    </message>
    <message>
        <source>D</source>
        <translation>Re</translation>
    </message>
    <message>
        <source>E</source>
        <translation>Mi</translation>
    </message>
    <message>
        <source>F</source>
        <translation>Fa</translation>
    </message>
    <message>
        <source>G</source>
        <translation>Sol</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this line</source>
        <translation>Cerrar esta línea</translation>
    </message>
</context>
<context>
    <name>OpenTake</name>
    <message>
        <source>edited</source>
        <translation>editada</translation>
    </message>
</context>
<context>
    <name>PianoRoll</name>
    <message>
        <source>Scroll in time</source>
        <translation>Desplazar en el tiempo</translation>
    </message>
    <message>
        <source>Scroll in pitch</source>
        <translation>Desplazar en la altura</translation>
    </message>
</context>
<context>
    <name>PiecePreview</name>
    <message>
        <source>The text of the piece</source>
        <translation>El texto de la pieza</translation>
    </message>
    <message>
        <source>Choose a piece to look at it.</source>
        <translation>Elige una pieza para verla.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Play this piece</source>
        <translation>Reproducir esta pieza</translation>
    </message>
</context>
<context>
    <name>PiecesPanel</name>
    <message>
        <source>Find by name, key, metre or label</source>
        <translation>Buscar por nombre, tonalidad, compás o etiqueta</translation>
    </message>
    <message>
        <source>Find pieces</source>
        <translation>Buscar piezas</translation>
    </message>
    <message>
        <source>Show only pieces that hold these words</source>
        <translation>Muestra solo las piezas con estas palabras</translation>
    </message>
    <message>
        <source>Problems only</source>
        <translation>Solo problemas</translation>
    </message>
    <message>
        <source>Show only files that were skipped, repaired or there twice</source>
        <translation>Muestra solo archivos omitidos, reparados o repetidos</translation>
    </message>
    <message>
        <source>Use all</source>
        <translation>Usar todas</translation>
    </message>
    <message>
        <source>Use all pieces that are shown</source>
        <translation>Usar todas las piezas mostradas</translation>
    </message>
    <message>
        <source>Use none</source>
        <translation>No usar ninguna</translation>
    </message>
    <message>
        <source>Use none of the pieces that are shown</source>
        <translation>No usar ninguna de las piezas mostradas</translation>
    </message>
</context>
<context>
    <name>PiecesTable</name>
    <message>
        <source>Sort by this column</source>
        <translation>Ordenar por esta columna</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Compases</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonalidad</translation>
    </message>
    <message>
        <source>Metre</source>
        <translation>Compás</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>used</source>
        <translation>usada</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>no usada</translation>
    </message>
    <message>
        <source>repaired: {reason}</source>
        <translation>reparado: {reason}</translation>
    </message>
    <message>
        <source>skipped: {reason}</source>
        <translation>omitido: {reason}</translation>
    </message>
    <message>
        <source>left out: {reason}</source>
        <translation>excluida: {reason}</translation>
    </message>
</context>
<context>
    <name>PiecesView</name>
    <message>
        <source>Pieces</source>
        <translation>Piezas</translation>
    </message>
    <message>
        <source>Return uses or leaves out the selected pieces; a double click plays one</source>
        <translation>Intro usa o excluye las piezas elegidas; un doble clic reproduce una</translation>
    </message>
</context>
<context>
    <name>PitchRange</name>
    <message>
        <source>Range</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>The lowest and the highest note</source>
        <translation>La nota más grave y la más aguda</translation>
    </message>
</context>
<context>
    <name>PlanWords</name>
    <message numerus="yes">
        <source>%n unit(s)</source>
        <translation>
            <numerusform>%n unidad</numerusform>
            <numerusform>%n unidades</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n capa</numerusform>
            <numerusform>%n capas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n miembro</numerusform>
            <numerusform>%n miembros</numerusform>
        </translation>
    </message>
    <message>
        <source>{network}: about {readings} readings of your corpus</source>
        <translation>{network}: unas {readings} lecturas de tu corpus</translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hora</numerusform>
            <numerusform>%n horas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minuto</numerusform>
            <numerusform>%n minutos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlayButton</name>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Reproducir</translation>
    </message>
    <message>
        <source>Pause (space)</source>
        <translation>Pausa (espacio)</translation>
    </message>
    <message>
        <source>Play (space)</source>
        <translation>Reproducir (espacio)</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>Nothing can be played: {reason}</source>
        <translation>No se puede reproducir: {reason}</translation>
    </message>
    <message>
        <source>The sound stopped unexpectedly; play goes on with it.</source>
        <translation>El sonido se detuvo de pronto; reproducir sigue con él.</translation>
    </message>
    <message>
        <source>The sound device “{detail}” has gone; play goes on with another.</source>
        <translation>El dispositivo de sonido «{detail}» ha desaparecido; reproducir sigue con otro.</translation>
    </message>
    <message>
        <source>The MIDI port does not play: {detail}</source>
        <translation>El puerto MIDI no suena: {detail}</translation>
    </message>
    <message>
        <source>The SoundFont cannot be used: {detail}</source>
        <translation>No se puede usar el SoundFont: {detail}</translation>
    </message>
</context>
<context>
    <name>PositionSlider</name>
    <message>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>Where it plays: click or drag; arrow keys step, Home goes to the beginning</source>
        <translation>Por dónde va: haz clic o arrastra; las flechas avanzan, Inicio vuelve al principio</translation>
    </message>
</context>
<context>
    <name>PreviewController</name>
    <message>
        <source>Choose a piece to look at it.</source>
        <translation>Elige una pieza para verla.</translation>
    </message>
</context>
<context>
    <name>PrimerBox</name>
    <message>
        <source>New takes go on from it</source>
        <translation>Las tomas nuevas siguen a partir de él</translation>
    </message>
    <message>
        <source>Record from keyboard</source>
        <translation>Grabar del teclado</translation>
    </message>
    <message>
        <source>Play a beginning on a MIDI keyboard</source>
        <translation>Toca un comienzo en un teclado MIDI</translation>
    </message>
    <message>
        <source>Sing, hum or play a beginning into a microphone</source>
        <translation>Canta, tararea o toca un comienzo ante un micrófono</translation>
    </message>
    <message>
        <source>Sing or play it</source>
        <translation>Cantarlo o tocarlo</translation>
    </message>
    <message>
        <source>Begin from nothing</source>
        <translation>Empezar de cero</translation>
    </message>
    <message>
        <source>Hear the beginning</source>
        <translation>Escuchar el comienzo</translation>
    </message>
    <message>
        <source>Type a beginning</source>
        <translation>Escribir un comienzo</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>Comienzo</translation>
    </message>
    <message>
        <source>New takes go on from what is typed here</source>
        <translation>Las tomas nuevas siguen a partir de lo que escribas aquí</translation>
    </message>
    <message>
        <source>Go on from a file</source>
        <translation>Seguir a partir de un archivo</translation>
    </message>
</context>
<context>
    <name>PrimerChoice</name>
    <message>
        <source>The beginning</source>
        <translation>El comienzo</translation>
    </message>
    <message>
        <source>What you played</source>
        <translation>Lo que tocaste</translation>
    </message>
    <message>
        <source>What you sang</source>
        <translation>Lo que cantaste</translation>
    </message>
</context>
<context>
    <name>ReadingOptions</name>
    <message>
        <source>Use takes</source>
        <translation>Usar tomas</translation>
    </message>
    <message>
        <source>Learn from files that seqgen wrote, too; they are skipped otherwise</source>
        <translation>Aprender también de archivos que escribió seqgen; si no, se omiten</translation>
    </message>
    <message>
        <source>How it is read</source>
        <translation>Cómo se lee</translation>
    </message>
    <message>
        <source>with takes</source>
        <translation>con tomas</translation>
    </message>
    <message numerus="yes">
        <source>%Ln remark(s)</source>
        <translation>
            <numerusform>%Ln observación</numerusform>
            <numerusform>%Ln observaciones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadingProgress</name>
    <message>
        <source>How much of the corpus has been read</source>
        <translation>Cuánto del corpus se ha leído</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>Parar la lectura</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>Leyendo {name}</translation>
    </message>
    <message>
        <source>Looking for files…</source>
        <translation>Buscando archivos…</translation>
    </message>
    <message>
        <source>Putting the pieces in order…</source>
        <translation>Ordenando las piezas…</translation>
    </message>
    <message>
        <source>{done} of {total} files · {rate} files/s · {left} left</source>
        <translation>{done} de {total} archivos · {rate} archivos/s · quedan {left}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>{file}: the file is empty</source>
        <translation>{file}: el archivo está vacío</translation>
    </message>
    <message>
        <source>{file}: holds no notes</source>
        <translation>{file}: no contiene notas</translation>
    </message>
    <message>
        <source>{file}: holds {count} notes; at most {most} are read; split it</source>
        <translation>{file}: contiene {count} notas; se leen {most} como mucho; divídalo</translation>
    </message>
    <message>
        <source>{file}: no notes could be recovered from it ({why}); export it again from its program</source>
        <translation>{file}: no se pudo recuperar ninguna nota ({why}); expórtelo otra vez desde su programa</translation>
    </message>
    <message>
        <source>{file}: none of its tunes could be read ({why})</source>
        <translation>{file}: no se pudo leer ninguna de sus melodías ({why})</translation>
    </message>
    <message>
        <source>{file}: ends within its header (byte {byte})</source>
        <translation>{file}: termina dentro de su cabecera (byte {byte})</translation>
    </message>
    <message>
        <source>{file}: holds more than {most} events; split it</source>
        <translation>{file}: contiene más de {most} eventos; divídalo</translation>
    </message>
    <message>
        <source>{file}: holds no tune; a tune begins with a line X:1</source>
        <translation>{file}: no contiene ninguna melodía; una melodía comienza con una línea X:1</translation>
    </message>
    <message>
        <source>{file}: holds {count} tunes; at most {most} are read; split it</source>
        <translation>{file}: contiene {count} melodías; se leen {most} como mucho; divídalo</translation>
    </message>
    <message>
        <source>{file}: is binary data, not ABC</source>
        <translation>{file}: son datos binarios, no ABC</translation>
    </message>
    <message>
        <source>{file}: its header is damaged at {key}</source>
        <translation>{file}: su cabecera está dañada en {key}</translation>
    </message>
    <message>
        <source>{file}: its only file cannot be used: {why}</source>
        <translation>{file}: su único archivo no se puede usar: {why}</translation>
    </message>
    <message>
        <source>{file}: its provenance is damaged ({why})</source>
        <translation>{file}: su procedencia está dañada ({why})</translation>
    </message>
    <message>
        <source>{file}: looks like binary data, not text; convert it to plain text, and save it as UTF-8</source>
        <translation>{file}: parece contener datos binarios, no texto; conviértalo en texto sin formato y guárdelo como UTF-8</translation>
    </message>
    <message>
        <source>{file}: none of its {count} files can be used: {why}</source>
        <translation>{file}: no se puede usar ninguno de sus {count} archivos: {why}</translation>
    </message>
    <message>
        <source>{file}: none of its {count} sequences has notes</source>
        <translation>{file}: ninguna de sus {count} secuencias tiene notas</translation>
    </message>
    <message>
        <source>{file}: none of the {count} files is {kinds}; give another folder or --kind</source>
        <translation>{file}: ninguno de los {count} archivos es {kinds}; indique otra carpeta o --kind</translation>
    </message>
    <message>
        <source>{file}: one preset has over {most} zones; it is damaged</source>
        <translation>{file}: un preset tiene más de {most} zonas; está dañado</translation>
    </message>
    <message>
        <source>{file}: reading it needed more than {most} GiB of memory</source>
        <translation>{file}: leerlo requería más de {most} GiB de memoria</translation>
    </message>
    <message>
        <source>{file}: reading it took longer than {most} s</source>
        <translation>{file}: leerlo tardaba más de {most} s</translation>
    </message>
    <message>
        <source>{file}: says in a damaged way how it was made ({why})</source>
        <translation>{file}: dice de forma dañada cómo se hizo ({why})</translation>
    </message>
    <message>
        <source>{file}: the cache cannot be written: {why}</source>
        <translation>{file}: no se puede escribir la caché: {why}</translation>
    </message>
    <message>
        <source>{file}: the cached corpus cannot be read back; is the disk full?</source>
        <translation>{file}: no se puede volver a leer el corpus guardado; ¿está lleno el disco?</translation>
    </message>
    <message>
        <source>{file}: the corpus cannot be cached: {why}</source>
        <translation>{file}: no se puede guardar el corpus en la caché: {why}</translation>
    </message>
    <message>
        <source>{file}: the file holds no text</source>
        <translation>{file}: el archivo no contiene texto</translation>
    </message>
    <message>
        <source>{file}: cannot be opened: {why}</source>
        <translation>{file}: no se puede abrir: {why}</translation>
    </message>
    <message>
        <source>{file}: cannot be written: {why}</source>
        <translation>{file}: no se puede escribir: {why}</translation>
    </message>
    <message>
        <source>{file}: cannot be made: {why}</source>
        <translation>{file}: no se puede crear: {why}</translation>
    </message>
    <message>
        <source>{file}: has {count} bytes; at most {most} are read</source>
        <translation>{file}: tiene {count} bytes; se leen {most} como mucho</translation>
    </message>
    <message>
        <source>{file}: is not a regular file</source>
        <translation>{file}: no es un archivo normal</translation>
    </message>
    <message>
        <source>{file}: the folder cannot be read: {why}</source>
        <translation>{file}: no se puede leer la carpeta: {why}</translation>
    </message>
    <message>
        <source>{file}: the folder is not empty; choose another --out, or go on with that run by --resume</source>
        <translation>{file}: la carpeta no está vacía; elija otro --out o continúe ese entrenamiento con --resume</translation>
    </message>
    <message>
        <source>{file}: the index of its corpus is damaged ({why})</source>
        <translation>{file}: el índice de su corpus está dañado ({why})</translation>
    </message>
    <message>
        <source>{file}: the only file is not {kinds}; give another folder or --kind</source>
        <translation>{file}: el único archivo no es {kinds}; indique otra carpeta o --kind</translation>
    </message>
    <message>
        <source>{file}: the reader crashed on it</source>
        <translation>{file}: el lector se cerró al leerlo</translation>
    </message>
    <message>
        <source>{file}: the reader failed on it ({why})</source>
        <translation>{file}: el lector falló al leerlo ({why})</translation>
    </message>
    <message>
        <source>{file}: the sample {name} cannot be decoded: {why}</source>
        <translation>{file}: no se puede descodificar la muestra {name}: {why}</translation>
    </message>
    <message>
        <source>{file}: the weight {key} has the shape {shape}, not {wanted}</source>
        <translation>{file}: el peso {key} tiene la forma {shape}, no {wanted}</translation>
    </message>
    <message>
        <source>{file}: the weight {key} is missing or does not belong to such a network</source>
        <translation>{file}: el peso {key} falta o no pertenece a una red así</translation>
    </message>
    <message>
        <source>{file}: there is no such file</source>
        <translation>{file}: no existe ese archivo</translation>
    </message>
    <message>
        <source>{file}: the folder holds no files</source>
        <translation>{file}: la carpeta no contiene archivos</translation>
    </message>
    <message>
        <source>{file}: all of its pieces are left out; use at least one</source>
        <translation>{file}: todas sus piezas están excluidas; use al menos una</translation>
    </message>
    <message>
        <source>{file}: {notes} is too little to learn from; give more files</source>
        <translation>{file}: {notes} es demasiado poco para aprender; dé más archivos</translation>
    </message>
    <message>
        <source>{file}: there is no such file or folder, nor a corpus named so ({known})</source>
        <translation>{file}: no hay ningún archivo, carpeta ni corpus con ese nombre ({known})</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a density; use {known}, or a curve such as 1:low,9:high</source>
        <translation>«{text}» no es una densidad; use {known} o una curva como 1:low,9:high</translation>
    </message>
    <message>
        <source>&apos;{word}&apos; is no label of this model&apos;s corpus; it has {known}</source>
        <translation>«{word}» no es una etiqueta del corpus de este modelo; tiene {known}</translation>
    </message>
    <message>
        <source>only music can be varied; name the part that is to be written anew</source>
        <translation>solo se puede variar la música; indique la parte que se ha de escribir de nuevo</translation>
    </message>
    <message>
        <source>{count} tune</source>
        <translation>{count} melodía</translation>
    </message>
    <message>
        <source>{count} tunes</source>
        <translation>{count} melodías</translation>
    </message>
    <message>
        <source>{events} of track {number} dropped</source>
        <translation>se descartó de la pista {number}: {events}</translation>
    </message>
    <message>
        <source>{file}: MP3 has no sample rate of {rate}; use one of {rates}</source>
        <translation>{file}: MP3 no admite una frecuencia de muestreo de {rate}; use una de {rates}</translation>
    </message>
    <message>
        <source>{file}: a quotation mark is missing</source>
        <translation>{file}: falta una comilla</translation>
    </message>
    <message>
        <source>{file}: another process is training this run; wait for it or stop it</source>
        <translation>{file}: otro proceso está entrenando esto; espere a que termine o deténgalo</translation>
    </message>
    <message>
        <source>{file}: asks for over {most} GiB of sound at once</source>
        <translation>{file}: pide más de {most} GiB de sonido a la vez</translation>
    </message>
    <message>
        <source>{file}: byte {byte} is not UTF-8; write one name a line</source>
        <translation>{file}: el byte {byte} no es UTF-8; escriba un nombre por línea</translation>
    </message>
    <message>
        <source>{file}: cannot be locked: {why}</source>
        <translation>{file}: no se puede bloquear: {why}</translation>
    </message>
    <message>
        <source>{file}: cannot be made: {why}; choose another --out</source>
        <translation>{file}: no se puede crear: {why}; elija otro --out</translation>
    </message>
    <message>
        <source>{file}: cannot be read: {why}</source>
        <translation>{file}: no se puede leer: {why}</translation>
    </message>
    <message>
        <source>{file}: cannot be resumed: {why}</source>
        <translation>{file}: no se puede reanudar: {why}</translation>
    </message>
    <message>
        <source>{file}: cannot be written as {format}: {why}</source>
        <translation>{file}: no se puede escribir como {format}: {why}</translation>
    </message>
    <message>
        <source>{file}: does not say how it was made ({problems})</source>
        <translation>{file}: no dice cómo se hizo ({problems})</translation>
    </message>
    <message>
        <source>{file}: does not say how it was made; it is not a take of seqgen</source>
        <translation>{file}: no dice cómo se hizo; no es una toma de seqgen</translation>
    </message>
    <message>
        <source>{file}: does not say its format&apos;s version; the file is damaged</source>
        <translation>{file}: no dice la versión de su formato; el archivo está dañado</translation>
    </message>
    <message>
        <source>{file}: exists already</source>
        <translation>{file}: ya existe</translation>
    </message>
    <message>
        <source>{file}: exists already; it was not overwritten</source>
        <translation>{file}: ya existe; no se ha sobrescrito</translation>
    </message>
    <message>
        <source>{file}: has no event {event}; its last, the end, is {count}</source>
        <translation>{file}: no tiene el evento {event}; el último, el final, es {count}</translation>
    </message>
    <message>
        <source>{file}: has no suffix; use one of .wav, .flac, .ogg or .mp3</source>
        <translation>{file}: no tiene extensión; use .wav, .flac, .ogg o .mp3</translation>
    </message>
    <message>
        <source>{file}: has {count} voices, not {wanted}</source>
        <translation>{file}: tiene {count} voces, no {wanted}</translation>
    </message>
    <message>
        <source>{file}: has {events}; activity is computed for at most {most} at once, so give a part of it</source>
        <translation>{file}: tiene {events}; la actividad se calcula para {most} como máximo a la vez, así que indique una parte</translation>
    </message>
    <message>
        <source>{file}: holds no preset, so it cannot play anything</source>
        <translation>{file}: no contiene ningún preset, así que no puede tocar nada</translation>
    </message>
    <message>
        <source>{file}: holds no sample, so it cannot play anything</source>
        <translation>{file}: no contiene ninguna muestra, así que no puede tocar nada</translation>
    </message>
    <message>
        <source>{file}: holds {count} bytes of data where its header names {named}; it is cut short</source>
        <translation>{file}: contiene {count} bytes de datos donde su cabecera indica {named}; está cortado</translation>
    </message>
    <message>
        <source>{file}: is a file, not a folder; choose another --out</source>
        <translation>{file}: es un archivo, no una carpeta; elija otro --out</translation>
    </message>
    <message>
        <source>{file}: is a folder; give one file of it</source>
        <translation>{file}: es una carpeta; indique un archivo de ella</translation>
    </message>
    <message>
        <source>{file}: is a pickle, which can run code when it is opened; seqgen reads safetensors only</source>
        <translation>{file}: es un pickle, que puede ejecutar código al abrirse; seqgen solo lee safetensors</translation>
    </message>
    <message>
        <source>{file}: is cut short: its chunk {chunk} at byte {byte} should have {size} bytes, {left} are left</source>
        <translation>{file}: está cortado: su bloque {chunk} en el byte {byte} debería tener {size} bytes, quedan {left}</translation>
    </message>
    <message>
        <source>{file}: is damaged (its checksum does not match); use another copy</source>
        <translation>{file}: está dañado (su suma de control no coincide); use otra copia</translation>
    </message>
    <message>
        <source>{file}: is damaged: a preset points to a missing instrument, {target}</source>
        <translation>{file}: está dañado: un preset señala un instrumento que falta, {target}</translation>
    </message>
    <message>
        <source>{file}: is damaged: a zone points to a missing sample, {index}</source>
        <translation>{file}: está dañado: una zona señala una muestra que falta, {index}</translation>
    </message>
    <message>
        <source>{file}: is damaged: its table {owner} points outside its table {into}</source>
        <translation>{file}: está dañado: su tabla {owner} señala fuera de su tabla {into}</translation>
    </message>
    <message>
        <source>{file}: is damaged: its table {table} has {count} bytes, not a multiple of {size}</source>
        <translation>{file}: está dañado: su tabla {table} tiene {count} bytes, que no es un múltiplo de {size}</translation>
    </message>
    <message>
        <source>{file}: is damaged: sample {index} ends at {end}, but the sound ends at {room}</source>
        <translation>{file}: está dañado: la muestra {index} termina en {end}, pero el sonido termina en {room}</translation>
    </message>
    <message>
        <source>{file}: is nested too deeply</source>
        <translation>{file}: está anidado a demasiada profundidad</translation>
    </message>
    <message>
        <source>{file}: is not a safetensors file, or is cut short</source>
        <translation>{file}: no es un archivo safetensors, o está incompleto</translation>
    </message>
    <message>
        <source>{file}: is not a {kind} file</source>
        <translation>{file}: no es un archivo de {kind}</translation>
    </message>
    <message>
        <source>{file}: is not in the encoding {encoding}; give another or leave it to be found</source>
        <translation>{file}: no está en la codificación {encoding}; indique otra o deje que se averigüe</translation>
    </message>
    <message>
        <source>{file}: is not the folder of a run (it holds no {config})</source>
        <translation>{file}: no es la carpeta de un entrenamiento (no contiene {config})</translation>
    </message>
    <message>
        <source>{file}: is too large for a list of names</source>
        <translation>{file}: es demasiado grande para una lista de nombres</translation>
    </message>
    <message>
        <source>{file}: is {what}, not text; convert it to plain text, and save it as UTF-8</source>
        <translation>{file}: es {what}, no texto; conviértalo en texto sin formato y guárdelo como UTF-8</translation>
    </message>
    <message>
        <source>{file}: its arrays overlap or leave gaps; the file is damaged</source>
        <translation>{file}: sus matrices se solapan o dejan huecos; el archivo está dañado</translation>
    </message>
    <message>
        <source>{file}: its header is damaged</source>
        <translation>{file}: su cabecera está dañada</translation>
    </message>
    <message>
        <source>{file}: its header is damaged ({why})</source>
        <translation>{file}: su cabecera está dañada ({why})</translation>
    </message>
    <message>
        <source>{file}: is damaged ({why})</source>
        <translation>{file}: está dañado ({why})</translation>
    </message>
    <message>
        <source>{file}: is not a SoundFont (it does not begin with RIFF ... sfbk)</source>
        <translation>{file}: no es un SoundFont (no comienza con RIFF ... sfbk)</translation>
    </message>
    <message>
        <source>{file}: is damaged or cut short: its chunk {chunk} is missing</source>
        <translation>{file}: está dañado o incompleto: falta su bloque {chunk}</translation>
    </message>
    <message>
        <source>{file}: is not there any more; read the corpus again</source>
        <translation>{file}: ya no está; lea el corpus otra vez</translation>
    </message>
    <message>
        <source>{file}: holds nothing that {model} knows</source>
        <translation>{file}: no contiene nada que {model} conozca</translation>
    </message>
    <message>
        <source>{model} reads {kind}, and this is text; choose another model</source>
        <translation>{model} lee {kind}, y esto es texto; elija otro modelo</translation>
    </message>
    <message>
        <source>{model} reads {kind}, and {file} is {other}; choose another model</source>
        <translation>{model} lee {kind}, y {file} es {other}; elija otro modelo</translation>
    </message>
    <message>
        <source>type some text first</source>
        <translation>escriba antes algún texto</translation>
    </message>
    <message>
        <source>the model wrote nothing there; try again or raise the temperature</source>
        <translation>el modelo no escribió nada ahí; inténtelo otra vez o suba la temperatura</translation>
    </message>
    <message>
        <source>every one of {count} takes copied a run of more than {most}; raise --max-copy or the temperature</source>
        <translation>cada una de las {count} tomas copió un pasaje de más de {most}; suba la copia más larga o la temperatura</translation>
    </message>
    <message>
        <source>the rules leave nothing to go on with; widen the range, the grid or the polyphony</source>
        <translation>las reglas no dejan nada con que seguir; amplíe el registro, la rejilla o la polifonía</translation>
    </message>
    <message>
        <source>the network&apos;s numbers grew beyond all bounds while it wrote; train it again</source>
        <translation>los números de la red crecieron sin límite mientras escribía; entrénela otra vez</translation>
    </message>
    <message>
        <source>key, range and instruments leave no note to play; widen one of them</source>
        <translation>tonalidad, registro e instrumentos no dejan ninguna nota; amplíe uno de ellos</translation>
    </message>
    <message>
        <source>drums alone have no key, range or polyphony; leave these out</source>
        <translation>la percusión sola no tiene tonalidad, registro ni polifonía; déjelos sin elegir</translation>
    </message>
    <message>
        <source>this model&apos;s notes are too long for a limit on polyphony</source>
        <translation>las notas de este modelo son demasiado largas para limitar la polifonía</translation>
    </message>
    <message>
        <source>there are no notes to go on from</source>
        <translation>no hay notas desde las que seguir</translation>
    </message>
    <message>
        <source>this model can play none of the primer&apos;s notes; give another</source>
        <translation>este modelo no puede tocar ninguna nota del comienzo; dé otro</translation>
    </message>
    <message>
        <source>none of the allowed characters occurs in this model&apos;s corpus; allow others</source>
        <translation>ninguno de los caracteres permitidos aparece en el corpus de este modelo; permita otros</translation>
    </message>
    <message>
        <source>take {number} is silent: all its tracks are muted or empty</source>
        <translation>la toma {number} está en silencio: todas sus pistas están silenciadas o vacías</translation>
    </message>
    <message>
        <source>training cannot be started: {why}</source>
        <translation>no se puede comenzar el entrenamiento: {why}</translation>
    </message>
    <message>
        <source>the header speaks of {tracks}, there are {count}</source>
        <translation>la cabecera habla de {tracks}, hay {count}</translation>
    </message>
    <message>
        <source>the header speaks of {tracks}; {more} more behind with {notes} left out</source>
        <translation>la cabecera habla de {tracks}; {more} más, con {notes}, se dejan fuera</translation>
    </message>
    <message>
        <source>track {number} is damaged at byte {byte} ({why}); its {notes} before that kept</source>
        <translation>la pista {number} está dañada en el byte {byte} ({why}); se conserva lo anterior ({notes})</translation>
    </message>
    <message>
        <source>track {number} has no end (byte {byte})</source>
        <translation>la pista {number} no tiene final (byte {byte})</translation>
    </message>
    <message>
        <source>track {number} goes on behind its end</source>
        <translation>la pista {number} sigue después de su final</translation>
    </message>
    <message>
        <source>track {number} is {longer} than it says</source>
        <translation>la pista {number} es {longer} de lo que dice</translation>
    </message>
    <message>
        <source>{file}: there is no such file or folder</source>
        <translation>{file}: no existe ese archivo o carpeta</translation>
    </message>
    <message>
        <source>{file}: there is no such model; give a run&apos;s name, its folder or a {model}</source>
        <translation>{file}: no existe ese modelo; indique el nombre de un entrenamiento, su carpeta o un {model}</translation>
    </message>
    <message>
        <source>{file}: this music21 does not hold {title}</source>
        <translation>{file}: este music21 no contiene {title}</translation>
    </message>
    <message>
        <source>{file}: this run has saved no model yet; train it for longer</source>
        <translation>{file}: este entrenamiento no ha guardado aún ningún modelo; entrénelo más tiempo</translation>
    </message>
    <message>
        <source>{file}: was made by a newer seqgen (format {found}, this one reads {version}); update seqgen</source>
        <translation>{file}: lo hizo un seqgen más nuevo (formato {found}, este lee {version}); actualice seqgen</translation>
    </message>
    <message>
        <source>{file}: was made by an older seqgen (format {found}, this one reads {version}); train again</source>
        <translation>{file}: lo hizo un seqgen más antiguo (formato {found}, este lee {version}); entrene de nuevo</translation>
    </message>
    <message>
        <source>{file}: was written by another version of seqgen; it is not readable</source>
        <translation>{file}: lo escribió otra versión de seqgen; no se puede leer</translation>
    </message>
    <message>
        <source>{file}: was written by the model {model} ({fingerprint}), not by this one ({this})</source>
        <translation>{file}: lo escribió el modelo {model} ({fingerprint}), no este ({this})</translation>
    </message>
    <message>
        <source>{file}: {key} does not have the size that its header says</source>
        <translation>{file}: {key} no tiene el tamaño que dice su cabecera</translation>
    </message>
    <message>
        <source>{file}: {key} holds values that are not finite</source>
        <translation>{file}: {key} contiene valores que no son finitos</translation>
    </message>
    <message>
        <source>{file}: {key} holds values that are not finite; nothing was written</source>
        <translation>{file}: {key} contiene valores que no son finitos; no se ha escrito nada</translation>
    </message>
    <message>
        <source>{file}: {suffix} is not a format that can be written; use one of .wav, .flac, .ogg or .mp3</source>
        <translation>{file}: {suffix} no es un formato que se pueda escribir; use .wav, .flac, .ogg o .mp3</translation>
    </message>
    <message>
        <source>{file}: {title} come with music21; install it with: pip install seqgen[music21]</source>
        <translation>{file}: {title} vienen con music21; instálelo con: pip install seqgen[music21]</translation>
    </message>
    <message>
        <source>{flag} {whose}, but this corpus is {kind}; leave it out, or choose with --kind</source>
        <translation>{flag} {whose}, pero este corpus es {kind}; quítelo o elija con --kind</translation>
    </message>
    <message>
        <source>{match} in a chord</source>
        <translation>{match} en un acorde</translation>
    </message>
    <message>
        <source>{name} cannot be asked of a model of {kind}</source>
        <translation>{name} no se le puede pedir a un modelo de {kind}</translation>
    </message>
    <message>
        <source>{name} must be at least {least}, not {value}</source>
        <translation>{name} debe ser al menos {least}, no {value}</translation>
    </message>
    <message>
        <source>{name} must lie between {low} and {high}, not {value}</source>
        <translation>{name} debe estar entre {low} y {high}, no {value}</translation>
    </message>
    <message>
        <source>{notes} of track {number} had no end</source>
        <translation>no tenía final en la pista {number}: {notes}</translation>
    </message>
    <message>
        <source>{notes} recovered</source>
        <translation>se recuperó: {notes}</translation>
    </message>
    <message>
        <source>the header&apos;s name is damaged</source>
        <translation>el nombre de la cabecera está dañado</translation>
    </message>
    <message>
        <source>{count} bytes before the header skipped</source>
        <translation>{count} bytes antes de la cabecera omitidos</translation>
    </message>
    <message>
        <source>the header is damaged (length {length}, kind {kind})</source>
        <translation>la cabecera está dañada (longitud {length}, tipo {kind})</translation>
    </message>
    <message>
        <source>%%MIDI {name} needs a number from {low} to {high}</source>
        <translation>%%MIDI {name} necesita un número de {low} a {high}</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; cannot be asked of a model of {kind}; it knows no rules</source>
        <translation>«{name}» no se le puede pedir a un modelo de {kind}; no conoce reglas</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; cannot be asked of a model of {kind}; it knows {known}</source>
        <translation>«{name}» no se le puede pedir a un modelo de {kind}; conoce {known}</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; follows from what is there already; leave it out</source>
        <translation>«{name}» se deduce de lo que ya hay; quítelo</translation>
    </message>
    <message>
        <source>&apos;{part}&apos; is no part of the piece; it has {parts}</source>
        <translation>«{part}» no es ninguna parte de la pieza; tiene {parts}</translation>
    </message>
    <message>
        <source>&apos;{stop}&apos; can never come, since {name} does not occur in this model&apos;s corpus</source>
        <translation>«{stop}» no puede aparecer nunca, ya que {name} no está en el corpus de este modelo</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a form; use letters such as AABA or AABA&apos; or A8B4, {from_corpus}, or {free}</source>
        <translation>«{text}» no es una forma; use letras como AABA, AABA&apos; o A8B4, {from_corpus} o {free}</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a grid that this model can keep; use {kept} (T: triplets)</source>
        <translation>«{text}» no es una rejilla que este modelo pueda respetar; use {kept} (T: tresillos)</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a grid; use one of {known}</source>
        <translation>«{text}» no es una rejilla; usa una de {known}</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a key; use for example &apos;G minor&apos; or &apos;F# dorian&apos;</source>
        <translation>«{text}» no es una tonalidad; use por ejemplo «G minor» o «F# dorian»</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a metre; use for example 4/4, 3/4 or 6/8</source>
        <translation>«{text}» no es un compás; use por ejemplo 4/4, 3/4 o 6/8</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a note name; use for example C, F# or Bb</source>
        <translation>«{text}» no es el nombre de una nota; use por ejemplo C, F# o Bb</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a pitch; use for example C4, F#3 or a MIDI key from 0 to 127</source>
        <translation>«{text}» no es una altura; use por ejemplo C4, F#3 o una tecla MIDI de 0 a 127</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a scale that seqgen knows; it knows {known}</source>
        <translation>«{text}» no es una escala que seqgen conozca; conoce {known}</translation>
    </message>
    <message>
        <source>&apos;{words}&apos; are no bars of a piece of {bars}; use for example 3-4,7</source>
        <translation>&apos;{words}&apos; no son compases de una pieza de {bars}; escriba por ejemplo 3-4,7</translation>
    </message>
    <message>
        <source>&apos;{words}&apos; are no bars of a piece of {bars}; use for example 9-12</source>
        <translation>«{words}» no son compases de una pieza de {bars}; use por ejemplo 9-12</translation>
    </message>
    <message>
        <source>&apos;{words}&apos; are no characters of a text of {count}; use for example 120-180</source>
        <translation>«{words}» no son caracteres de un texto de {count}; use por ejemplo 120-180</translation>
    </message>
    <message>
        <source>&apos;{word}&apos; is not a range; use for example C2-C5 or &apos;Bass=C1-C3&apos;</source>
        <translation>«{word}» no es un registro; use por ejemplo C2-C5 o «Bass=C1-C3»</translation>
    </message>
    <message>
        <source>--corpus tells --resume where the corpus of a run is now; name a new one without it</source>
        <translation>--corpus dice a --resume dónde está ahora el corpus de un entrenamiento; indique uno nuevo sin esa opción</translation>
    </message>
    <message>
        <source>--corpus {paths}: is not the corpus of {file}: its files differ from those that it learned</source>
        <translation>--corpus {paths}: no es el corpus de {file}: sus archivos no son los que aprendió</translation>
    </message>
    <message>
        <source>--init-from brings its own network, so {option} cannot be given with it</source>
        <translation>--init-from trae su propia red, así que no admite {option}</translation>
    </message>
    <message>
        <source>--init-from {name}: that model writes {kind}, not {wanted}</source>
        <translation>--init-from {name}: ese modelo escribe {kind}, no {wanted}</translation>
    </message>
    <message>
        <source>--init-from: {why}</source>
        <translation>--init-from: {why}</translation>
    </message>
    <message>
        <source>--resume and --out name two folders; a run goes on in its own</source>
        <translation>--resume y --out indican dos carpetas; un entrenamiento continúa en la suya</translation>
    </message>
    <message>
        <source>--split-seed is a whole number from 0 to 2^63 - 1</source>
        <translation>--split-seed es un número entero de 0 a 2^63 - 1</translation>
    </message>
    <message>
        <source>--{name} does nothing for this corpus of {kind}; leave it out</source>
        <translation>--{name} no hace nada con este corpus de {kind}; quítelo</translation>
    </message>
    <message>
        <source>--{name} must be greater than 0 and at most {most}</source>
        <translation>--{name} debe ser mayor que 0 y como mucho {most}</translation>
    </message>
    <message>
        <source>1 byte of the file is not {encoding} and was replaced</source>
        <translation>1 byte del archivo no es {encoding} y se ha sustituido</translation>
    </message>
    <message>
        <source>1 note stays as it is, since this model does not play it</source>
        <translation>1 nota se queda como está, pues este modelo no la toca</translation>
    </message>
    <message>
        <source>1 note was given to another drum, since this model has other ones</source>
        <translation>1 nota se dio a otro tambor, ya que este modelo tiene otros</translation>
    </message>
    <message>
        <source>1 note was left out, since this model plays no drums</source>
        <translation>se omitió 1 nota, ya que este modelo no toca batería</translation>
    </message>
    <message>
        <source>1 note was left out, since this model plays only drums</source>
        <translation>se omitió 1 nota, ya que este modelo solo toca batería</translation>
    </message>
    <message>
        <source>1 note was moved in time, since this model knows no such shift</source>
        <translation>se movió 1 nota en el tiempo, ya que este modelo no conoce esa distancia</translation>
    </message>
    <message>
        <source>1 note was moved into the range of this model, {low} to {high}</source>
        <translation>se llevó 1 nota al registro de este modelo, de {low} a {high}</translation>
    </message>
    <message>
        <source>ABC</source>
        <translation>ABC</translation>
    </message>
    <message>
        <source>a 7-Zip archive</source>
        <translation>un archivo 7-Zip</translation>
    </message>
    <message>
        <source>a FLAC sound file</source>
        <translation>un archivo de sonido FLAC</translation>
    </message>
    <message>
        <source>a GIF picture</source>
        <translation>una imagen GIF</translation>
    </message>
    <message>
        <source>a JPEG picture</source>
        <translation>una imagen JPEG</translation>
    </message>
    <message>
        <source>a MIDI file</source>
        <translation>un archivo MIDI</translation>
    </message>
    <message>
        <source>a MIDI file cannot have {division} ticks a quarter note</source>
        <translation>un archivo MIDI no puede tener {division} tics por negra</translation>
    </message>
    <message>
        <source>a MIDI file cannot hold a piece of {ticks} ticks</source>
        <translation>un archivo MIDI no puede contener una pieza de {ticks} tics</translation>
    </message>
    <message>
        <source>a MusicXML score</source>
        <translation>una partitura MusicXML</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>un documento PDF</translation>
    </message>
    <message>
        <source>a PNG picture</source>
        <translation>una imagen PNG</translation>
    </message>
    <message>
        <source>a RAR archive</source>
        <translation>un archivo RAR</translation>
    </message>
    <message>
        <source>a SoundFont</source>
        <translation>un SoundFont</translation>
    </message>
    <message>
        <source>a WAV sound file</source>
        <translation>un archivo de sonido WAV</translation>
    </message>
    <message>
        <source>a ZIP archive (or a compressed score or document)</source>
        <translation>un archivo ZIP (o una partitura o un documento comprimidos)</translation>
    </message>
    <message>
        <source>a broken rhythm between notes of different lengths</source>
        <translation>un ritmo quebrado entre notas de distinta duración</translation>
    </message>
    <message>
        <source>a broken rhythm {signs} that cannot be</source>
        <translation>un ritmo quebrado {signs} que no puede ser</translation>
    </message>
    <message>
        <source>a cached corpus is damaged ({why}); seqgen corpus --clear-cache removes it</source>
        <translation>un corpus guardado está dañado ({why}); seqgen corpus --clear-cache lo elimina</translation>
    </message>
    <message>
        <source>a chord that is not closed ends with the bar or the line</source>
        <translation>un acorde sin cerrar termina con el compás o la línea</translation>
    </message>
    <message>
        <source>a chord without notes</source>
        <translation>un acorde sin notas</translation>
    </message>
    <message>
        <source>a gzip archive</source>
        <translation>un archivo gzip</translation>
    </message>
    <message>
        <source>a loop begins anew, so it goes on from nothing; leave out the loop or the primer</source>
        <translation>un bucle empieza de cero y no continúa nada; quita el bucle o el comienzo</translation>
    </message>
    <message>
        <source>a loop needs its length; give bars</source>
        <translation>un bucle necesita su longitud; indique los compases</translation>
    </message>
    <message>
        <source>a name or a text holds what cannot be written here: {why}</source>
        <translation>un nombre o un texto contiene algo que no se puede escribir aquí: {why}</translation>
    </message>
    <message>
        <source>a note beyond the range of MIDI left out</source>
        <translation>se omitió una nota fuera del registro de MIDI</translation>
    </message>
    <message>
        <source>a number of more than four bytes</source>
        <translation>un número de más de cuatro bytes</translation>
    </message>
    <message>
        <source>a primer text is not for models of {name}; give this model a file</source>
        <translation>un texto de comienzo no es para modelos de {name}; dé un archivo a este modelo</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>un programa</translation>
    </message>
    <message>
        <source>a quotation mark without its partner</source>
        <translation>una comilla sin su pareja</translation>
    </message>
    <message>
        <source>a rating is 0 to {best}, not {rating}</source>
        <translation>una valoración va de 0 a {best}, no es {rating}</translation>
    </message>
    <message>
        <source>a resumed run keeps its corpus, so {file} cannot be given; if the corpus has moved: --corpus {file}</source>
        <translation>un entrenamiento reanudado conserva su corpus, así que no admite {file}; si el corpus se ha movido: --corpus {file}</translation>
    </message>
    <message>
        <source>a resumed run keeps its settings, so {option} cannot be given</source>
        <translation>un entrenamiento reanudado conserva sus ajustes, así que no admite {option}</translation>
    </message>
    <message>
        <source>a sample rate of {rate} is not possible; give one from 8000 to 192000</source>
        <translation>una frecuencia de muestreo de {rate} no es posible; indique una de 8000 a 192000</translation>
    </message>
    <message>
        <source>a tie without a note before it</source>
        <translation>una ligadura sin nota anterior</translation>
    </message>
    <message>
        <source>a tuplet of {notes} notes in the time of {time}</source>
        <translation>un grupillo de {notes} notas en el tiempo de {time}</translation>
    </message>
    <message>
        <source>a tuplet within a tuplet</source>
        <translation>un grupillo dentro de otro</translation>
    </message>
    <message>
        <source>a virtual port cannot be opened</source>
        <translation>no se puede abrir un puerto virtual</translation>
    </message>
    <message>
        <source>aftertouch</source>
        <translation>postpulsación (aftertouch)</translation>
    </message>
    <message>
        <source>an MP3 sound file</source>
        <translation>un archivo de sonido MP3</translation>
    </message>
    <message>
        <source>an OGG sound file</source>
        <translation>un archivo de sonido OGG</translation>
    </message>
    <message>
        <source>an empty name is no folder; give files or folders to read</source>
        <translation>un nombre vacío no es una carpeta; indique archivos o carpetas que leer</translation>
    </message>
    <message>
        <source>an empty name is no model; give a run&apos;s name, its folder or a model.safetensors</source>
        <translation>un nombre vacío no es un modelo; indique el nombre de un entrenamiento, su carpeta o un model.safetensors</translation>
    </message>
    <message>
        <source>an event without a status</source>
        <translation>un evento sin estado</translation>
    </message>
    <message>
        <source>an impossible pause</source>
        <translation>una pausa imposible</translation>
    </message>
    <message>
        <source>and {count} more faults</source>
        <translation>y {count} fallos más</translation>
    </message>
    <message>
        <source>and {count} more of its {all} pieces</source>
        <translation>y {count} más de sus {all} piezas</translation>
    </message>
    <message>
        <source>bach-chorales: none could be converted: {problems}</source>
        <translation>bach-chorales: no se pudo convertir ninguno: {problems}</translation>
    </message>
    <message>
        <source>bar {bar} of the form &apos;{form}&apos; relates to no bar before it</source>
        <translation>el compás {bar} de la forma &apos;{form}&apos; no remite a ningún compás anterior</translation>
    </message>
    <message>
        <source>bars begun on another beat, as the notes tell</source>
        <translation>los compases empiezan en otro pulso, según las notas</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>caracteres</translation>
    </message>
    <message>
        <source>counted in {metre} as the notes tell</source>
        <translation>se cuenta en {metre}, según las notas</translation>
    </message>
    <message>
        <source>counted in {metre} as was asked</source>
        <translation>se cuenta en {metre}, como se pidió</translation>
    </message>
    <message>
        <source>doubled notes</source>
        <translation>notas repetidas</translation>
    </message>
    <message>
        <source>ends within bar {bar}; takes go on there, from the next beat</source>
        <translation>termina dentro del compás {bar}; las tomas siguen allí, desde el pulso siguiente</translation>
    </message>
    <message>
        <source>give a folder or files to learn from, for example: seqgen train my-tunes</source>
        <translation>indique una carpeta o archivos de los que aprender, por ejemplo: seqgen train my-tunes</translation>
    </message>
    <message>
        <source>give all sections of the form &apos;{text}&apos; a length from 1 to {most} bars, or none</source>
        <translation>dé a todas las secciones de la forma «{text}» una longitud de 1 a {most} compases, o a ninguna</translation>
    </message>
    <message>
        <source>give files or folders to read</source>
        <translation>indique archivos o carpetas que leer</translation>
    </message>
    <message>
        <source>give one budget: --minutes, --epochs or --steps</source>
        <translation>indique un solo límite: --minutes, --epochs o --steps</translation>
    </message>
    <message>
        <source>give one length: bars, seconds or notes</source>
        <translation>indique una sola longitud: compases, segundos o notas</translation>
    </message>
    <message>
        <source>give one primer: a file or a text</source>
        <translation>indique un solo comienzo: un archivo o un texto</translation>
    </message>
    <message>
        <source>has an accompaniment of more than {most} notes</source>
        <translation>tiene un acompañamiento de más de {most} notas</translation>
    </message>
    <message>
        <source>has no key; a tune&apos;s header ends with a line such as K:C</source>
        <translation>no tiene tonalidad; la cabecera de una melodía termina con una línea como K:C</translation>
    </message>
    <message>
        <source>has no notes</source>
        <translation>no tiene notas</translation>
    </message>
    <message>
        <source>holds {count} pieces, of which the first was read</source>
        <translation>contiene {count} piezas, de las que se leyó la primera</translation>
    </message>
    <message>
        <source>is ABC, not a MIDI file; give its name the ending .abc</source>
        <translation>es ABC, no un archivo MIDI; ponga a su nombre la extensión .abc</translation>
    </message>
    <message>
        <source>is far from what the model would write ({bits} bits for each event, held-out pieces {usual}); ask for less</source>
        <translation>se aleja de lo que el modelo escribiría ({bits} bits por suceso, las piezas apartadas {usual}); pida menos</translation>
    </message>
    <message>
        <source>is not a MIDI file: it has no header &apos;MThd&apos;</source>
        <translation>no es un archivo MIDI: no tiene la cabecera «MThd»</translation>
    </message>
    <message>
        <source>is {late} throughout; that was taken out</source>
        <translation>va con {late} todo el tiempo; se ha corregido</translation>
    </message>
    <message>
        <source>is {what}, not a MIDI file</source>
        <translation>es {what}, no un archivo MIDI</translation>
    </message>
    <message>
        <source>it counts {count} ticks a second, not parts of a beat; read as 120 beats a minute</source>
        <translation>cuenta {count} tics por segundo, no partes de un pulso; leído a 120 pulsos por minuto</translation>
    </message>
    <message>
        <source>it has no track</source>
        <translation>no tiene ninguna pista</translation>
    </message>
    <message>
        <source>it stopped before its first checkpoint</source>
        <translation>se detuvo antes de su primer punto de control</translation>
    </message>
    <message>
        <source>its encoding is not supported</source>
        <translation>su codificación no se admite</translation>
    </message>
    <message>
        <source>its file {name} is gone</source>
        <translation>su archivo {name} ha desaparecido</translation>
    </message>
    <message>
        <source>its format is known, but the file is damaged</source>
        <translation>su formato es conocido, pero el archivo está dañado</translation>
    </message>
    <message>
        <source>its format is not recognised</source>
        <translation>no se reconoce su formato</translation>
    </message>
    <message>
        <source>its format is not supported</source>
        <translation>su formato no se admite</translation>
    </message>
    <message>
        <source>keeps to the notes of {asked} but is in {key}</source>
        <translation>usa las notas de {asked}, pero está en {key}</translation>
    </message>
    <message>
        <source>lasts more than {most} whole notes</source>
        <translation>dura más de {most} redondas</translation>
    </message>
    <message>
        <source>lasts {hours} hours; at most {most} hours are rendered</source>
        <translation>dura {hours} horas; se convierten {most} horas como máximo</translation>
    </message>
    <message>
        <source>learning this needs at least {needed} GB of memory, and {free} GB are free; choose a smaller --size, --hidden-size, --members, --batch-size or --sequence-length</source>
        <translation>aprender esto necesita al menos {needed} GB de memoria y hay {free} GB libres; elija un valor menor de --size, --hidden-size, --members, --batch-size o --sequence-length</translation>
    </message>
    <message>
        <source>line {line}: {why}</source>
        <translation>línea {line}: {why}</translation>
    </message>
    <message>
        <source>loss or gradients are not finite from the start; {advice}</source>
        <translation>la pérdida o los gradientes no son finitos desde el principio; {advice}</translation>
    </message>
    <message>
        <source>loss or gradients are still not finite at 1/{part} of the learning rate; {advice}</source>
        <translation>la pérdida o los gradientes siguen sin ser finitos con 1/{part} de la tasa de aprendizaje; {advice}</translation>
    </message>
    <message>
        <source>lyrics</source>
        <translation>letras</translation>
    </message>
    <message>
        <source>markers</source>
        <translation>marcas</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>unidas</translation>
    </message>
    <message>
        <source>metre {metre}</source>
        <translation>compás {metre}</translation>
    </message>
    <message>
        <source>metre {metre} and others</source>
        <translation>compás {metre} y otros</translation>
    </message>
    <message>
        <source>modulation</source>
        <translation>modulación</translation>
    </message>
    <message>
        <source>more than {most} bars of rests</source>
        <translation>más de {most} compases de silencio</translation>
    </message>
    <message>
        <source>more than {most} voices; the notes of others are left out</source>
        <translation>más de {most} voces; se omiten las notas de las demás</translation>
    </message>
    <message>
        <source>music</source>
        <translation>música</translation>
    </message>
    <message>
        <source>no memory</source>
        <translation>sin memoria</translation>
    </message>
    <message>
        <source>no note begins in the first {bars} of the primer; keep more of them</source>
        <translation>ninguna nota empieza en lo conservado del comienzo ({bars}); conserve más</translation>
    </message>
    <message>
        <source>none of its {events} can be told with what the others hold</source>
        <translation>ninguna de sus {events} puede expresarse con lo que contienen los demás</translation>
    </message>
    <message>
        <source>none; &apos;virtual&apos; makes one</source>
        <translation>ninguno; «virtual» crea uno</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>sin usar</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>notas</translation>
    </message>
    <message>
        <source>nothing in this model&apos;s corpus moves in steps of {grid}; use a finer --grid</source>
        <translation>nada en el corpus de este modelo se mueve en pasos de {grid}; use un --grid más fino</translation>
    </message>
    <message>
        <source>only music gets velocity and timing</source>
        <translation>solo la música recibe intensidad y tiempo</translation>
    </message>
    <message>
        <source>only music gets velocity and timing; this model writes {kind}</source>
        <translation>solo la música recibe intensidad y tiempo; este modelo escribe {kind}</translation>
    </message>
    <message>
        <source>only music has a form; name the part that is to be written anew</source>
        <translation>solo la música tiene forma; indique la parte que hay que escribir de nuevo</translation>
    </message>
    <message>
        <source>only music has parts</source>
        <translation>solo la música tiene partes</translation>
    </message>
    <message>
        <source>only music has parts; leave the part out</source>
        <translation>solo la música tiene partes; quita la parte</translation>
    </message>
    <message>
        <source>only the first {count} tracks read</source>
        <translation>solo se leyeron las primeras {count} pistas</translation>
    </message>
    <message>
        <source>pitch bends</source>
        <translation>inflexiones de tono (pitch bend)</translation>
    </message>
    <message>
        <source>plays more than {most} notes with its repeats and parts</source>
        <translation>toca más de {most} notas con sus repeticiones y partes</translation>
    </message>
    <message>
        <source>read as {encoding}</source>
        <translation>leído como {encoding}</translation>
    </message>
    <message>
        <source>read as {encoding}, since byte {byte} is not UTF-8</source>
        <translation>leído como {encoding}, ya que el byte {byte} no es UTF-8</translation>
    </message>
    <message>
        <source>readings</source>
        <translation>lecturas</translation>
    </message>
    <message>
        <source>say which run to go on with, for example: seqgen train --resume runs/tunes</source>
        <translation>diga qué entrenamiento continuar, por ejemplo: seqgen train --resume runs/tunes</translation>
    </message>
    <message>
        <source>series</source>
        <translation>series</translation>
    </message>
    <message>
        <source>several processes that train together need the run&apos;s folder: give --out</source>
        <translation>varios procesos que entrenan juntos necesitan la carpeta del entrenamiento: indique --out</translation>
    </message>
    <message>
        <source>start again with a smaller --lr than {rate}</source>
        <translation>empiece de nuevo con un --lr menor que {rate}</translation>
    </message>
    <message>
        <source>take {number} is a MIDI file; it has no text</source>
        <translation>la toma {number} es un archivo MIDI; no tiene texto</translation>
    </message>
    <message>
        <source>take {number} is no MIDI file; it has no notes</source>
        <translation>la toma {number} no es un archivo MIDI; no tiene notas</translation>
    </message>
    <message>
        <source>take {number} is no MIDI file; it has no sound</source>
        <translation>la toma {number} no es un archivo MIDI; no tiene sonido</translation>
    </message>
    <message>
        <source>tempo must lie between 10 and 1000 quarter notes a minute, not {tempo}</source>
        <translation>el tempo debe estar entre 10 y 1000 negras por minuto, no {tempo}</translation>
    </message>
    <message>
        <source>text</source>
        <translation>texto</translation>
    </message>
    <message>
        <source>the bars of the density &apos;{text}&apos; do not rise; use a curve such as 1:low,9:high</source>
        <translation>los compases de la densidad «{text}» no van en aumento; use una curva como 1:low,9:high</translation>
    </message>
    <message>
        <source>the bars {bars} do not reach from the begin to the end of the part</source>
        <translation>los compases {bars} no van del principio al final de la parte</translation>
    </message>
    <message>
        <source>the bundled corpus {name} is missing; install seqgen again</source>
        <translation>falta el corpus incluido {name}; vuelva a instalar seqgen</translation>
    </message>
    <message>
        <source>the cell &apos;{cell}&apos; is not known; use {known}</source>
        <translation>la celda «{cell}» no se conoce; use {known}</translation>
    </message>
    <message>
        <source>the context &apos;{part}&apos; is not known; use {auto}, or {known}</source>
        <translation>el contexto «{part}» no se conoce; use {auto} o {known}</translation>
    </message>
    <message>
        <source>the current folder no longer exists; go to another</source>
        <translation>la carpeta actual ya no existe; vaya a otra</translation>
    </message>
    <message>
        <source>the default SoundFont TimGM6mb.sf2 of pretty_midi is missing; name one with --soundfont FILE</source>
        <translation>falta el SoundFont TimGM6mb.sf2 de pretty_midi; indique uno con --soundfont FILE</translation>
    </message>
    <message>
        <source>the density &apos;{text}&apos; begins behind the first bar, and seconds say no number of bars; begin it with bar 1, or give bars</source>
        <translation>la densidad «{text}» empieza tras el primer compás, y los segundos no dicen cuántos compases hay; empiézala en el compás 1, o indica compases</translation>
    </message>
    <message>
        <source>the density &apos;{text}&apos; begins behind the last of {bars} bars; begin it earlier</source>
        <translation>la densidad «{text}» empieza detrás del último de {bars} compases; empiézala antes</translation>
    </message>
    <message>
        <source>the device &apos;{name}&apos; is not known; use auto, cpu, cuda or mps</source>
        <translation>no se conoce el dispositivo &apos;{name}&apos;; use auto, cpu, cuda o mps</translation>
    </message>
    <message>
        <source>the encoding &apos;{encoding}&apos; is not known; use for example utf-8, cp1252 or shift_jis</source>
        <translation>la codificación «{encoding}» no se conoce; use por ejemplo utf-8, cp1252 o shift_jis</translation>
    </message>
    <message>
        <source>the file ends within the name of track {number} (byte {byte})</source>
        <translation>el archivo termina dentro del nombre de la pista {number} (byte {byte})</translation>
    </message>
    <message>
        <source>the folder cannot be read: {why}</source>
        <translation>no se puede leer la carpeta: {why}</translation>
    </message>
    <message>
        <source>the form &apos;{form}&apos; has {count} bars, and the piece has {bars}; give a word for each</source>
        <translation>la forma &apos;{form}&apos; tiene {count} compases y la pieza, {bars}; dé una palabra para cada uno</translation>
    </message>
    <message>
        <source>the form &apos;{form}&apos; is for new takes; give letters such as AABA, or a word a bar</source>
        <translation>la forma «{form}» es para tomas nuevas; da letras como AABA, o una palabra por compás</translation>
    </message>
    <message>
        <source>the form &apos;{form}&apos; needs a length in bars, or none</source>
        <translation>la forma «{form}» necesita una longitud en compases, o ninguna</translation>
    </message>
    <message>
        <source>the form &apos;{text}&apos; has {total} bars, not {bars}; leave out one of the two</source>
        <translation>la forma «{text}» tiene {total} compases, no {bars}; quite una de las dos cosas</translation>
    </message>
    <message>
        <source>the fractions held out must be at least 0 and leave something to learn from</source>
        <translation>las fracciones reservadas deben ser al menos 0 y dejar algo de lo que aprender</translation>
    </message>
    <message>
        <source>the grid &apos;{grid}&apos; is not known; use {known} or {auto}</source>
        <translation>la rejilla «{grid}» no se conoce; use {known} o {auto}</translation>
    </message>
    <message>
        <source>the header names no length of a tick; {count} to a quarter note assumed</source>
        <translation>la cabecera no dice cuánto dura un tic; se suponen {count} por negra</translation>
    </message>
    <message>
        <source>the header&apos;s length of a tick is impossible; {count} to a quarter note assumed</source>
        <translation>la duración de un tic en la cabecera es imposible; se suponen {count} por negra</translation>
    </message>
    <message>
        <source>the kind &apos;{name}&apos; is not known; use {known}</source>
        <translation>el tipo «{name}» no se conoce; use {known}</translation>
    </message>
    <message>
        <source>the length {text} cannot be played as written</source>
        <translation>la duración {text} no se puede tocar como está escrita</translation>
    </message>
    <message>
        <source>the length {value} is unknown</source>
        <translation>la duración {value} es desconocida</translation>
    </message>
    <message>
        <source>the list &apos;{text}&apos; names nothing; leave it out</source>
        <translation>la lista «{text}» no nombra nada; déjala fuera</translation>
    </message>
    <message>
        <source>the longest series has {count} readings, which is no season of {season}</source>
        <translation>la serie más larga tiene {count} lecturas, que no llegan a una estación de {season}</translation>
    </message>
    <message>
        <source>the metre {value} is unknown</source>
        <translation>el compás {value} es desconocido</translation>
    </message>
    <message>
        <source>the middle of an event</source>
        <translation>en medio de un evento</translation>
    </message>
    <message>
        <source>the mode {unknown} is unknown, read as major</source>
        <translation>el modo {unknown} es desconocido; leído como mayor</translation>
    </message>
    <message>
        <source>the names of General MIDI in pretty_midi are missing; install seqgen again</source>
        <translation>faltan los nombres de General MIDI de pretty_midi; vuelva a instalar seqgen</translation>
    </message>
    <message>
        <source>the note {match} cannot be played as written</source>
        <translation>la nota {match} no se puede tocar como está escrita</translation>
    </message>
    <message>
        <source>the options of a corpus of {kind} are damaged: {why}</source>
        <translation>las opciones de un corpus de {kind} están dañadas: {why}</translation>
    </message>
    <message>
        <source>the order of parts {value} is ignored</source>
        <translation>se ignora el orden de las partes {value}</translation>
    </message>
    <message>
        <source>the piece has only {bars} bars; keep fewer than that with primer_bars</source>
        <translation>la pieza solo tiene {bars} compases; conserve menos con primer_bars</translation>
    </message>
    <message>
        <source>the piece has the form &apos;{form}&apos; already, so nothing is written anew</source>
        <translation>la pieza ya tiene la forma &apos;{form}&apos;, así que no se escribe nada de nuevo</translation>
    </message>
    <message>
        <source>the pitch {text} lies outside MIDI&apos;s keys 0 to 127 (C-1 to G9)</source>
        <translation>la altura {text} está fuera de las teclas MIDI 0 a 127 (C-1 a G9)</translation>
    </message>
    <message>
        <source>the port cannot be opened</source>
        <translation>no se puede abrir el puerto</translation>
    </message>
    <message>
        <source>the port is gone</source>
        <translation>el puerto ya no está</translation>
    </message>
    <message>
        <source>the port takes no messages</source>
        <translation>el puerto no acepta mensajes</translation>
    </message>
    <message>
        <source>the precision &apos;{precision}&apos; is not known; use {known}</source>
        <translation>no se conoce la precisión &apos;{precision}&apos;; use {known}</translation>
    </message>
    <message>
        <source>the primer has {bars}, fewer than the {most} to keep</source>
        <translation>el comienzo tiene {bars}, menos que los {most} por conservar</translation>
    </message>
    <message>
        <source>the range &apos;{text}&apos; is for what does not play here; leave it out</source>
        <translation>el registro «{text}» es para algo que aquí no suena; quítelo</translation>
    </message>
    <message>
        <source>the range &apos;{text}&apos; leaves {silenced} no note to play; widen it</source>
        <translation>el registro «{text}» no deja ninguna nota que tocar a {silenced}; amplíelo</translation>
    </message>
    <message>
        <source>the range {low}-{high} is upside down; give the lower pitch first</source>
        <translation>el registro {low}-{high} está al revés; indique primero la altura más baja</translation>
    </message>
    <message>
        <source>the same as {twin}</source>
        <translation>igual que {twin}</translation>
    </message>
    <message>
        <source>the sections {letter} of the form &apos;{text}&apos; differ in length; give them one length</source>
        <translation>las secciones {letter} de la forma «{text}» tienen distinta longitud; deles una misma</translation>
    </message>
    <message>
        <source>the series {name} has {count} readings, no more than a season of {season}; give more of its past</source>
        <translation>la serie {name} tiene {count} lecturas, no más que una estación de {season}; da más de su pasado</translation>
    </message>
    <message>
        <source>the sound cannot be written to a temporary file: {why}</source>
        <translation>no se puede escribir el sonido en un archivo temporal: {why}</translation>
    </message>
    <message>
        <source>the system refused it</source>
        <translation>el sistema lo rechazó</translation>
    </message>
    <message>
        <source>the system&apos;s MIDI cannot be reached</source>
        <translation>no se puede acceder al MIDI del sistema</translation>
    </message>
    <message>
        <source>the temperature of &apos;{name}&apos; would do nothing, since only {drawn} are drawn; leave it out</source>
        <translation>la temperatura de «{name}» no haría nada, porque solo se sortean {drawn}; quítala</translation>
    </message>
    <message>
        <source>the tempo {tempo} is unknown</source>
        <translation>el tempo {tempo} es desconocido</translation>
    </message>
    <message>
        <source>the tempo {value} is unknown</source>
        <translation>el tempo {value} es desconocido</translation>
    </message>
    <message>
        <source>the ticks {begin} to {end} are no bars of the piece; give two of its bar lines</source>
        <translation>los ticks {begin} a {end} no son compases de la pieza; da dos de sus barras de compás</translation>
    </message>
    <message>
        <source>the training part of the corpus holds nothing to learn from; give more files</source>
        <translation>la parte de entrenamiento del corpus no contiene nada que aprender; añada más archivos</translation>
    </message>
    <message>
        <source>the tunes before it play more than {most} notes; split the file</source>
        <translation>las melodías anteriores tocan más de {most} notas; divida el archivo</translation>
    </message>
    <message>
        <source>there are no characters {begin} to {end} to write anew</source>
        <translation>no hay caracteres del {begin} al {end} que escribir de nuevo</translation>
    </message>
    <message>
        <source>there are no notes to humanize</source>
        <translation>no hay notas que humanizar</translation>
    </message>
    <message>
        <source>there are no notes to play</source>
        <translation>no hay notas que tocar</translation>
    </message>
    <message>
        <source>there is no home folder; set HOME to one</source>
        <translation>no hay carpeta personal; defina HOME</translation>
    </message>
    <message>
        <source>there is no reading to learn from</source>
        <translation>no hay ninguna lectura de la que aprender</translation>
    </message>
    <message>
        <source>there is no {name} device that PyTorch can use here; use --device cpu</source>
        <translation>aquí no hay ningún dispositivo {name} que PyTorch pueda usar; use --device cpu</translation>
    </message>
    <message>
        <source>there is not enough memory for this</source>
        <translation>no hay memoria suficiente para esto</translation>
    </message>
    <message>
        <source>to hear chords in sound, install: pip install seqgen[audio], pip install --no-deps basic-pitch</source>
        <translation>para oír acordes en un sonido, instala: pip install seqgen[audio], pip install --no-deps basic-pitch</translation>
    </message>
    <message>
        <source>to hear notes in sound, install: pip install seqgen[audio]</source>
        <translation>para oír notas en un sonido, instala: pip install seqgen[audio]</translation>
    </message>
    <message>
        <source>training needs PyTorch, which is not installed: pip install torch; sampling works without it</source>
        <translation>para entrenar hace falta PyTorch, que no está instalado: pip install torch; sin él se pueden generar tomas</translation>
    </message>
    <message>
        <source>there is not enough memory for this; try a smaller --size or --batch-size</source>
        <translation>no hay memoria suficiente para esto; pruebe con un valor menor de --size o --batch-size</translation>
    </message>
    <message>
        <source>this installation offers no MIDI ports: they need the package python-rtmidi, which has no wheel for every Python; pip install &apos;seqgen[live]&apos; builds it, with a C++ compiler and ALSA&apos;s headers</source>
        <translation>esta instalación no ofrece puertos MIDI: necesitan el paquete python-rtmidi, que no está compilado para todas las versiones de Python; pip install &apos;seqgen[live]&apos; lo compila, con un compilador de C++ y las cabeceras de ALSA</translation>
    </message>
    <message>
        <source>this is a fault of seqgen itself ({error}); please report it</source>
        <translation>es un fallo del propio seqgen ({error}); le rogamos que nos lo comunique</translation>
    </message>
    <message>
        <source>this is a fault of seqgen itself ({error}); please report it with {path}</source>
        <translation>es un fallo del propio seqgen ({error}); le rogamos que nos lo comunique junto con {path}</translation>
    </message>
    <message>
        <source>this kind of sequence cannot be rewritten</source>
        <translation>este tipo de secuencia no se puede reescribir</translation>
    </message>
    <message>
        <source>this model counts time in seconds, so it knows no bars; leave out the form</source>
        <translation>este modelo cuenta el tiempo en segundos, así que no conoce compases; quite la forma</translation>
    </message>
    <message>
        <source>this model counts time in seconds, so it knows no bars; leave out the loop</source>
        <translation>este modelo cuenta el tiempo en segundos, así que no conoce compases; quite el bucle</translation>
    </message>
    <message>
        <source>this model goes on from a text; give it one</source>
        <translation>este modelo continúa un texto; dele uno</translation>
    </message>
    <message>
        <source>this model has no column &apos;{unknown}&apos;; it has {names}</source>
        <translation>este modelo no tiene la columna «{unknown}»; tiene {names}</translation>
    </message>
    <message>
        <source>this model has no timing that could be quantized; leave that out</source>
        <translation>este modelo no tiene un tiempo que se pueda cuantizar; quita eso</translation>
    </message>
    <message>
        <source>this model is told nothing of its pieces that takes could be led to; leave out the strength</source>
        <translation>a este modelo no se le dice nada de sus piezas hacia lo que guiar las tomas; quite la fuerza</translation>
    </message>
    <message>
        <source>this model knows no forms of its corpus; train it again, or give letters such as AABA</source>
        <translation>este modelo no conoce formas de su corpus; entrénelo de nuevo o indique letras como AABA</translation>
    </message>
    <message>
        <source>this model knows no forms, so it varies no section; train it again, or leave out the &apos;</source>
        <translation>este modelo no conoce formas, así que no varía ninguna sección; entrénelo de nuevo o quite el &apos;</translation>
    </message>
    <message>
        <source>this model knows no {rule} of its corpus; leave out the {rule}, or use another model</source>
        <translation>este modelo no conoce {rule} en su corpus; quite {rule} o use otro modelo</translation>
    </message>
    <message>
        <source>this model knows nothing of timing, since its corpus was not played to a beat; train one on music that was</source>
        <translation>este modelo no sabe nada de tiempo, pues su corpus no se tocó sobre un pulso; entrena uno con música que sí</translation>
    </message>
    <message>
        <source>this model plays no &apos;{name}&apos;; it plays {known}</source>
        <translation>este modelo no toca «{name}»; toca {known}</translation>
    </message>
    <message>
        <source>this model plays none of these instruments, so it has no timing for them</source>
        <translation>este modelo no toca ninguno de estos instrumentos, así que no tiene tiempo para ellos</translation>
    </message>
    <message>
        <source>this model was trained with --no-index, so copies cannot be found</source>
        <translation>este modelo se entrenó con --no-index, así que no se pueden buscar copias</translation>
    </message>
    <message>
        <source>this model writes music; give it notes to go on from</source>
        <translation>este modelo escribe música; dele notas desde las que seguir</translation>
    </message>
    <message>
        <source>this model writes music; it rewrites bars of notes</source>
        <translation>este modelo escribe música; reescribe compases de notas</translation>
    </message>
    <message>
        <source>this system offers no MIDI ports ({why}); on Linux ALSA&apos;s sequencer is needed (modprobe snd-seq), on Windows a virtual port needs a driver such as loopMIDI</source>
        <translation>este sistema no ofrece puertos MIDI ({why}); en Linux hace falta el secuenciador de ALSA (modprobe snd-seq), en Windows un puerto virtual necesita un controlador como loopMIDI</translation>
    </message>
    <message>
        <source>this take is {kind}; use .content</source>
        <translation>esta toma es {kind}; use .content</translation>
    </message>
    <message>
        <source>volume changes</source>
        <translation>cambios de volumen</translation>
    </message>
    <message>
        <source>was played by hand, {late} on average; that was taken out</source>
        <translation>se tocó a mano, con {late} de media; se ha corregido</translation>
    </message>
    <message>
        <source>was played by hand, {late} on average; that was taken out, and its notes were put on the beat</source>
        <translation>se tocó a mano, con {late} de media; se ha corregido y sus notas se han puesto en el pulso</translation>
    </message>
    <message>
        <source>was played freely; its notes were put on the nearest 16ths</source>
        <translation>se tocó con libertad; sus notas se han puesto en las semicorcheas más próximas</translation>
    </message>
    <message>
        <source>what is kept stays note for note; what follows was changed for the model to read it</source>
        <translation>lo que se conserva queda nota por nota; lo siguiente se cambió para que el modelo lo leyera</translation>
    </message>
    <message>
        <source>too little to learn from: {amount}; give at least {least}</source>
        <translation>{amount}: es demasiado poco para aprender; da al menos {least}</translation>
    </message>
    <message>
        <source>{bars} cannot be shared by the {count} sections of &apos;{text}&apos;; give a multiple</source>
        <translation>{bars} no se pueden repartir entre las {count} secciones de «{text}»; indique un múltiplo</translation>
    </message>
    <message>
        <source>{bytes} of track {number} was out of range</source>
        <translation>estaba fuera de rango en la pista {number}: {bytes}</translation>
    </message>
    <message>
        <source>{bytes} of track {number} were out of range</source>
        <translation>estaban fuera de rango en la pista {number}: {bytes}</translation>
    </message>
    <message>
        <source>{counts} ignored: the first {first}</source>
        <translation>se ignoró: {counts}; lo primero, {first}</translation>
    </message>
    <message>
        <source>{counts} ignored: {first}</source>
        <translation>se ignoró: {counts}, {first}</translation>
    </message>
    <message>
        <source>{count} bar</source>
        <translation>{count} compás</translation>
    </message>
    <message>
        <source>{count} bars</source>
        <translation>{count} compases</translation>
    </message>
    <message>
        <source>{count} bytes of the file are not {encoding} and were replaced</source>
        <translation>{count} bytes del archivo no son {encoding} y se han sustituido</translation>
    </message>
    <message>
        <source>{count} character</source>
        <translation>{count} carácter</translation>
    </message>
    <message>
        <source>{count} characters</source>
        <translation>{count} caracteres</translation>
    </message>
    <message>
        <source>{count} data byte</source>
        <translation>{count} byte de datos</translation>
    </message>
    <message>
        <source>{count} data bytes</source>
        <translation>{count} bytes de datos</translation>
    </message>
    <message>
        <source>{count} directive</source>
        <translation>{count} directiva</translation>
    </message>
    <message>
        <source>{count} directives</source>
        <translation>{count} directivas</translation>
    </message>
    <message>
        <source>{count} faults, the first in {first}</source>
        <translation>{count} fallos, el primero en {first}</translation>
    </message>
    <message>
        <source>{count} file</source>
        <translation>{count} archivo</translation>
    </message>
    <message>
        <source>{count} files</source>
        <translation>{count} archivos</translation>
    </message>
    <message>
        <source>{count} impossible tempo, metre or key event</source>
        <translation>{count} evento imposible de tempo, compás o tonalidad</translation>
    </message>
    <message>
        <source>{count} impossible tempo, metre or key events</source>
        <translation>{count} eventos imposibles de tempo, compás o tonalidad</translation>
    </message>
    <message>
        <source>{count} macro</source>
        <translation>{count} macro</translation>
    </message>
    <message>
        <source>{count} macros</source>
        <translation>{count} macros</translation>
    </message>
    <message>
        <source>{count} ms early</source>
        <translation>{count} ms de adelanto</translation>
    </message>
    <message>
        <source>{count} ms late</source>
        <translation>{count} ms de retraso</translation>
    </message>
    <message>
        <source>{count} note</source>
        <translation>{count} nota</translation>
    </message>
    <message>
        <source>{count} notes</source>
        <translation>{count} notas</translation>
    </message>
    <message>
        <source>{count} notes stay as they are, since this model does not play them</source>
        <translation>{count} notas se quedan como están, pues este modelo no las toca</translation>
    </message>
    <message>
        <source>{count} notes were given to another drum, since this model has other ones</source>
        <translation>{count} notas se dieron a otro tambor, ya que este modelo tiene otros</translation>
    </message>
    <message>
        <source>{count} notes were left out, since this model plays no drums</source>
        <translation>se omitieron {count} notas, ya que este modelo no toca batería</translation>
    </message>
    <message>
        <source>{count} notes were left out, since this model plays only drums</source>
        <translation>se omitieron {count} notas, ya que este modelo solo toca batería</translation>
    </message>
    <message>
        <source>{count} notes were moved in time, since this model knows no such shift</source>
        <translation>se movieron {count} notas en el tiempo, ya que este modelo no conoce esa distancia</translation>
    </message>
    <message>
        <source>{count} notes were moved into the range of this model, {low} to {high}</source>
        <translation>se llevaron {count} notas al registro de este modelo, de {low} a {high}</translation>
    </message>
    <message>
        <source>{count} piece</source>
        <translation>{count} pieza</translation>
    </message>
    <message>
        <source>{count} pieces</source>
        <translation>{count} piezas</translation>
    </message>
    <message>
        <source>{count} place</source>
        <translation>{count} lugar</translation>
    </message>
    <message>
        <source>{count} places</source>
        <translation>{count} lugares</translation>
    </message>
    <message>
        <source>{count} reading</source>
        <translation>{count} lectura</translation>
    </message>
    <message>
        <source>{count} readings</source>
        <translation>{count} lecturas</translation>
    </message>
    <message>
        <source>{count} track</source>
        <translation>{count} pista</translation>
    </message>
    <message>
        <source>{count} tracks</source>
        <translation>{count} pistas</translation>
    </message>
    <message>
        <source>{files} skipped: {why}</source>
        <translation>{files} sin usar: {why}</translation>
    </message>
    <message>
        <source>{file}: cannot be moved: {why}</source>
        <translation>{file}: no se puede mover: {why}</translation>
    </message>
    <message>
        <source>{file}: cannot be read as sound: {why}</source>
        <translation>{file}: no se puede leer como sonido: {why}</translation>
    </message>
    <message>
        <source>{file}: holds no number</source>
        <translation>{file}: no contiene ningún número</translation>
    </message>
    <message>
        <source>{file}: holds no series of numbers</source>
        <translation>{file}: no contiene ninguna serie de números</translation>
    </message>
    <message>
        <source>{file}: is longer than {count} minutes; give a part of it</source>
        <translation>{file}: dura más de {count} minutos; indica una parte</translation>
    </message>
    <message>
        <source>{file}: is no CSV file ({why})</source>
        <translation>{file}: no es un archivo CSV ({why})</translation>
    </message>
    <message>
        <source>{file}: is open in the window; close it, or change its takes there</source>
        <translation>{file}: está abierta en la ventana; ciérrala o cambia allí sus tomas</translation>
    </message>
    <message>
        <source>{file}: is silent</source>
        <translation>{file}: está en silencio</translation>
    </message>
    <message>
        <source>{file}: its config.json is damaged ({why})</source>
        <translation>{file}: su config.json está dañado ({why})</translation>
    </message>
    <message>
        <source>{file}: its corpus cannot be read ({why}); if it has moved: --corpus FOLDER</source>
        <translation>{file}: no se puede leer su corpus ({why}); si se ha movido: --corpus CARPETA</translation>
    </message>
    <message>
        <source>{file}: its corpus has changed since ({paths}); put the files back, say where it is now by --corpus, or start a new run with --init-from {file}</source>
        <translation>{file}: su corpus ha cambiado desde entonces ({paths}); devuelva los archivos a su sitio, diga dónde está ahora con --corpus o empiece otro entrenamiento con --init-from {file}</translation>
    </message>
    <message>
        <source>{file}: no note is heard in it</source>
        <translation>{file}: no se oye ninguna nota</translation>
    </message>
    <message>
        <source>{file}: row {row} has &apos;{cell}&apos; for a date</source>
        <translation>{file}: la fila {row} tiene «{cell}» como fecha</translation>
    </message>
    <message>
        <source>{file}: row {row} holds &apos;{cell}&apos; where {column} has numbers</source>
        <translation>{file}: la fila {row} contiene «{cell}» donde {column} tiene números</translation>
    </message>
    <message>
        <source>{file}: the checkpoint does not belong to this run ({why})</source>
        <translation>{file}: el punto de control no es de este entrenamiento ({why})</translation>
    </message>
    <message>
        <source>{file}: the date in row {row} is not later than the one before it; sort the file by date</source>
        <translation>{file}: la fecha de la fila {row} no es posterior a la anterior; ordena el archivo por fecha</translation>
    </message>
    <message>
        <source>{file}: there is no such model; give a run&apos;s name, its folder or a {model}, or one that comes with seqgen: {starters}</source>
        <translation>{file}: no existe tal modelo; indica el nombre de un entrenamiento, su carpeta, un {model} o uno de los que vienen con seqgen: {starters}</translation>
    </message>
    <message>
        <source>{file}: there is no such model; in the folder runs there are: {models}</source>
        <translation>{file}: no existe ese modelo; en la carpeta runs están: {models}</translation>
    </message>
    <message>
        <source>{file}: there is no such model; in the folder runs there are: {models}; with seqgen come: {starters}</source>
        <translation>{file}: no existe tal modelo; en la carpeta runs hay: {models}; con seqgen vienen: {starters}</translation>
    </message>
    <message>
        <source>{file}: this Basic Pitch has no network for ONNX Runtime</source>
        <translation>{file}: este Basic Pitch no tiene ninguna red para ONNX Runtime</translation>
    </message>
    <message>
        <source>{file}: this folder holds no model; to learn from it: seqgen train {file}</source>
        <translation>{file}: esta carpeta no contiene ningún modelo; para aprender de ella: seqgen train {file}</translation>
    </message>
    <message>
        <source>{file}: this is a corpus without a model; train one first: seqgen train {file}</source>
        <translation>{file}: es un corpus sin modelo; entrene uno primero: seqgen train {file}</translation>
    </message>
    <message>
        <source>{file}: this is a corpus without a model; train one first: seqgen train {file}; or take one that comes with seqgen: {starters}</source>
        <translation>{file}: es un corpus sin modelo; entrena antes uno: seqgen train {file}; o toma uno de los que vienen con seqgen: {starters}</translation>
    </message>
    <message>
        <source>{file}: was made by another version of seqgen; start a new run</source>
        <translation>{file}: lo hizo otra versión de seqgen; empiece otro entrenamiento</translation>
    </message>
    <message>
        <source>{file}: was written by seqgen; --with-takes learns from takes too</source>
        <translation>{file}: lo escribió seqgen; con --with-takes también se aprende de las tomas</translation>
    </message>
    <message>
        <source>{model} holds nothing of {file} any more</source>
        <translation>{model} ya no guarda nada de {file}</translation>
    </message>
    <message>
        <source>{name} learned from {kind}, not from series of numbers, and forecasts nothing</source>
        <translation>{name} ha aprendido de {kind}, no de series de números, y no pronostica nada</translation>
    </message>
    <message>
        <source>{name} must lie between {low} and {high}</source>
        <translation>{name} debe estar entre {low} y {high}</translation>
    </message>
    <message>
        <source>{notes} that would never end shortened to a quarter note</source>
        <translation>no terminaba nunca y se acortó a una negra: {notes}</translation>
    </message>
    <message>
        <source>{notes} that would sound more than 24 hours after the start dropped</source>
        <translation>sonaría más de 24 horas después del comienzo y se descartó: {notes}</translation>
    </message>
    <message>
        <source>{old} plays as {new}</source>
        <translation>{old} toca como {new}</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} y {other}</translation>
    </message>
    <message>
        <source>{places} replaced</source>
        <translation>se sustituyó: {places}</translation>
    </message>
    <message>
        <source>{places} that are not {encoding} replaced</source>
        <translation>no son {encoding} y se sustituyeron: {places}</translation>
    </message>
    <message>
        <source>{places} that is not {encoding} replaced</source>
        <translation>no es {encoding} y se sustituyó: {places}</translation>
    </message>
    <message>
        <source>{text} in line {line}</source>
        <translation>{text} en la línea {line}</translation>
    </message>
    <message>
        <source>{text} is no note</source>
        <translation>{text} no es una nota</translation>
    </message>
    <message>
        <source>{title} (line {line}): {why}</source>
        <translation>{title} (línea {line}): {why}</translation>
    </message>
    <message>
        <source>{title}: has no notes</source>
        <translation>{title}: no tiene notas</translation>
    </message>
    <message>
        <source>{track} has no notes here</source>
        <translation>{track} no tiene notas aquí</translation>
    </message>
    <message>
        <source>{tunes} left out: {why}</source>
        <translation>se omitió: {tunes} ({why})</translation>
    </message>
    <message>
        <source>{tunes} left out: {why} and {more} more</source>
        <translation>se omitió: {tunes} ({why} y {more} más)</translation>
    </message>
    <message>
        <source>{wanted} fits several MIDI ports; there are: {known}</source>
        <translation>{wanted} encaja con varios puertos MIDI; hay: {known}</translation>
    </message>
    <message>
        <source>{wanted} is no MIDI port; there are: {known}</source>
        <translation>{wanted} no es un puerto MIDI; hay: {known}</translation>
    </message>
    <message>
        <source>{what}: {count} in {files}, {done}</source>
        <translation>{what}: {count} en {files}, {done}</translation>
    </message>
    <message>
        <source>{words} must be a whole number from {low} to {high}, not {value}</source>
        <translation>{words} debe ser un número entero de {low} a {high}, no {value}</translation>
    </message>
    <message>
        <source>{words} must be at least 0 and less than 1, not {value}</source>
        <translation>{words} debe ser al menos 0 y menor que 1, no {value}</translation>
    </message>
    <message>
        <source>longer</source>
        <translation>más larga</translation>
    </message>
    <message>
        <source>shorter</source>
        <translation>más corta</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>no existe ese archivo o carpeta</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>permiso denegado</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>operación no permitida</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>el archivo ya existe</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>no es una carpeta</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>es una carpeta</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>la carpeta no está vacía</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>no queda espacio en el disco</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>se ha superado la cuota de disco</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>el archivo es demasiado grande</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>el disco es de solo lectura</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>error de entrada o salida</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>el nombre es demasiado largo</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>demasiados enlaces simbólicos encadenados</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>demasiados archivos abiertos</translation>
    </message>
    <message>
        <source>Too many open files in system</source>
        <translation>demasiados archivos abiertos en el sistema</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>lo está usando otro programa</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>no hay memoria suficiente</translation>
    </message>
    <message>
        <source>Broken pipe</source>
        <translation>el otro extremo se ha cerrado</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>no existe ese dispositivo</translation>
    </message>
    <message>
        <source>No such device or address</source>
        <translation>no existe ese dispositivo o dirección</translation>
    </message>
</context>
<context>
    <name>RecordDialog</name>
    <message>
        <source>Record from a keyboard</source>
        <translation>Grabar de un teclado</translation>
    </message>
    <message>
        <source>Metronome goes on while recording</source>
        <translation>El metrónomo sigue durante la grabación</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Grabar</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>Parar y guardar</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Teclado</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Metre</source>
        <translation>Compás</translation>
    </message>
    <message>
        <source>One bar is counted in. Play after it.</source>
        <translation>Se cuenta un compás. Toca después.</translation>
    </message>
    <message>
        <source>No MIDI keyboard was found. Plug one in; it appears here.</source>
        <translation>No se encontró ningún teclado MIDI. Conecta uno; aparecerá aquí.</translation>
    </message>
    <message>
        <source>MIDI keyboards need the package python-rtmidi: {command}</source>
        <translation>Los teclados MIDI necesitan el paquete python-rtmidi: {command}</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n nota</numerusform>
            <numerusform>%n notas</numerusform>
        </translation>
    </message>
    <message>
        <source>Bar {bar}, beat {beat}</source>
        <translation>Compás {bar}, pulso {beat}</translation>
    </message>
    <message>
        <source>Get ready: {beat}</source>
        <translation>Prepárate: {beat}</translation>
    </message>
</context>
<context>
    <name>RecordingController</name>
    <message>
        <source>Nothing was played.</source>
        <translation>No se tocó nada.</translation>
    </message>
</context>
<context>
    <name>ReportView</name>
    <message>
        <source>Pitch classes</source>
        <translation>Clases de altura</translation>
    </message>
    <message>
        <source>Drums</source>
        <translation>Percusión</translation>
    </message>
    <message>
        <source>Note values</source>
        <translation>Valores de las notas</translation>
    </message>
    <message>
        <source>Durations in seconds</source>
        <translation>Duraciones en segundos</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Caracteres</translation>
    </message>
    <message>
        <source>{what}: {count} ({share}%)</source>
        <translation>{what}: {count} ({share} %)</translation>
    </message>
</context>
<context>
    <name>RollCommands</name>
    <message>
        <source>Cut</source>
        <translation>Cortar</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Pegar</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Choose whole bars</source>
        <translation>Elegir compases enteros</translation>
    </message>
    <message>
        <source>Choose the whole part</source>
        <translation>Elegir toda la parte</translation>
    </message>
    <message>
        <source>Choose all of this pitch</source>
        <translation>Elegir todas las de esta altura</translation>
    </message>
    <message>
        <source>Quantize to the grid</source>
        <translation>Cuantizar a la rejilla</translation>
    </message>
    <message>
        <source>Up a step of the key</source>
        <translation>Subir un grado de la tonalidad</translation>
    </message>
    <message>
        <source>Down a step of the key</source>
        <translation>Bajar un grado de la tonalidad</translation>
    </message>
    <message>
        <source>Rest: the mark a step on</source>
        <translation>Silencio: la marca un paso adelante</translation>
    </message>
    <message>
        <source>Back a step, deleting what begins there</source>
        <translation>Un paso atrás, y borra lo que empieza ahí</translation>
    </message>
    <message>
        <source>Coarser grid</source>
        <translation>Rejilla más ancha</translation>
    </message>
    <message>
        <source>Finer grid</source>
        <translation>Rejilla más fina</translation>
    </message>
    <message>
        <source>Grid of triplets</source>
        <translation>Rejilla de tresillos</translation>
    </message>
    <message>
        <source>Show what is chosen</source>
        <translation>Ver lo elegido</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Verlo todo</translation>
    </message>
    <message>
        <source>Give to the part</source>
        <translation>Pasar a la parte</translation>
    </message>
    <message>
        <source>Track {number}</source>
        <translation>Pista {number}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s) copied</source>
        <translation>
            <numerusform>%Ln nota copiada</numerusform>
            <numerusform>%Ln notas copiadas</numerusform>
        </translation>
    </message>
    <message>
        <source>Cut notes</source>
        <translation>Cortar notas</translation>
    </message>
    <message>
        <source>Paste notes</source>
        <translation>Pegar notas</translation>
    </message>
    <message>
        <source>Duplicate notes</source>
        <translation>Duplicar notas</translation>
    </message>
    <message>
        <source>Delete notes</source>
        <translation>Eliminar notas</translation>
    </message>
    <message>
        <source>Quantize notes</source>
        <translation>Cuantizar notas</translation>
    </message>
    <message>
        <source>Move in the key</source>
        <translation>Mover dentro de la tonalidad</translation>
    </message>
    <message>
        <source>Change the part</source>
        <translation>Cambiar de parte</translation>
    </message>
</context>
<context>
    <name>RollEditing</name>
    <message>
        <source>Piano roll</source>
        <translation>Rollo de piano</translation>
    </message>
    <message>
        <source>Drag in the ruler to choose bars, on the ground to choose notes; N chooses the next note, Shift+N the one before. Arrows move the chosen notes, with Ctrl by bars and octaves; Shift and arrows change lengths, Alt and arrows velocities; Insert adds a note, Delete removes those chosen. Plus and minus zoom, with Ctrl in pitch; 0 shows everything. The menu key opens a menu of all else.</source>
        <translation>Arrastra en la regla para elegir compases, en el fondo para elegir notas; N elige la nota siguiente, Mayús+N la anterior. Las flechas mueven las notas elegidas, con Ctrl por compases y octavas; Mayús y flechas cambian duraciones, Alt y flechas intensidades; Insertar añade una nota, Suprimir borra las elegidas. Más y menos acercan y alejan, con Ctrl en altura; 0 lo muestra todo. La tecla de menú abre un menú con todo lo demás.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln note(s) chosen</source>
        <translation>
            <numerusform>%Ln nota elegida</numerusform>
            <numerusform>%Ln notas elegidas</numerusform>
        </translation>
    </message>
    <message>
        <source>Bars {first} to {last}: {notes}</source>
        <translation>Compases {first} a {last}: {notes}</translation>
    </message>
    <message>
        <source>Velocity {velocity}</source>
        <translation>Intensidad {velocity}</translation>
    </message>
    <message>
        <source>Move notes</source>
        <translation>Mover notas</translation>
    </message>
    <message>
        <source>Change lengths</source>
        <translation>Cambiar duraciones</translation>
    </message>
    <message>
        <source>Change velocities</source>
        <translation>Cambiar intensidades</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Añadir una nota</translation>
    </message>
</context>
<context>
    <name>RollKeys</name>
    <message>
        <source>Change velocities</source>
        <translation>Cambiar intensidades</translation>
    </message>
    <message>
        <source>Change lengths</source>
        <translation>Cambiar duraciones</translation>
    </message>
    <message>
        <source>Move notes</source>
        <translation>Mover notas</translation>
    </message>
</context>
<context>
    <name>RollLegend</name>
    <message>
        <source>Tracks</source>
        <translation>Pistas</translation>
    </message>
    <message>
        <source>Track {number}</source>
        <translation>Pista {number}</translation>
    </message>
    <message>
        <source>{name} (silent)</source>
        <translation>{name} (en silencio)</translation>
    </message>
    <message>
        <source>+{count}</source>
        <translation>+{count}</translation>
    </message>
</context>
<context>
    <name>RollSurface</name>
    <message>
        <source>No notes yet. Double-click to add one.</source>
        <translation>Aún no hay notas. Doble clic para añadir una.</translation>
    </message>
    <message>
        <source>No notes.</source>
        <translation>No hay notas.</translation>
    </message>
    <message>
        <source>{pitch}, velocity {velocity}, {track}</source>
        <translation>{pitch}, intensidad {velocity}, {track}</translation>
    </message>
    <message>
        <source>Track {number}</source>
        <translation>Pista {number}</translation>
    </message>
    <message>
        <source>{bits} bits</source>
        <translation>{bits} bits</translation>
    </message>
</context>
<context>
    <name>RulesSection</name>
    <message>
        <source>Length</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>{n:.0f} events</source>
        <translation>{n:.0f} eventos</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Cuánto dura</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message>
        <source>Rename the run</source>
        <translation>Cambiar el nombre</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>Nuevo nombre</translation>
    </message>
    <message>
        <source>Move “{name}” and its model to the trash?</source>
        <translation>¿Mover «{name}» y su modelo a la papelera?</translation>
    </message>
    <message>
        <source>Delete the run</source>
        <translation>Borrar la sesión</translation>
    </message>
    <message>
        <source>{name} could not be moved to the trash; it was left where it is: {folder}</source>
        <translation>{name} no se pudo mover a la papelera; se quedó donde está: {folder}</translation>
    </message>
    <message>
        <source>{name} is in the trash.</source>
        <translation>{name} está en la papelera.</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>Exportar el modelo</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Guardado como {path}.</translation>
    </message>
</context>
<context>
    <name>RunList</name>
    <message>
        <source>Runs</source>
        <translation>Sesiones</translation>
    </message>
    <message>
        <source>Trainings, the latest first; arrow keys walk through them</source>
        <translation>Entrenamientos, el último primero; las flechas los recorren</translation>
    </message>
</context>
<context>
    <name>RunPlanning</name>
    <message>
        <source>Trying what this computer has time for…</source>
        <translation>Probando para qué tiene tiempo este ordenador…</translation>
    </message>
    <message>
        <source>What would be chosen could not be found out.</source>
        <translation>No se pudo averiguar qué se elegiría.</translation>
    </message>
</context>
<context>
    <name>RunSamples</name>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
    <message>
        <source>{bits} bits</source>
        <translation>{bits} bits</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Held-out</source>
        <translation>Validación</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Aprendizaje</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Quedan</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>Gradiente</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>Norma del gradiente</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Comparar con</translation>
    </message>
    <message>
        <source>Another run to show beside this one</source>
        <translation>Otra sesión que mostrar junto a esta</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Save and end; resume goes on from there</source>
        <translation>Guarda y termina; reanudar sigue desde ahí</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>Parar y guardar</translation>
    </message>
    <message>
        <source>Check once more, keep the best and end</source>
        <translation>Comprueba una vez más, guarda el mejor y termina</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Go on where it stopped</source>
        <translation>Sigue donde se detuvo</translation>
    </message>
    <message>
        <source>Create with it</source>
        <translation>Crear con él</translation>
    </message>
    <message>
        <source>Write with this model</source>
        <translation>Escribe con este modelo</translation>
    </message>
    <message>
        <source>More about this run</source>
        <translation>Más sobre esta sesión</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Cambiar nombre…</translation>
    </message>
    <message>
        <source>New run like this…</source>
        <translation>Nueva como esta…</translation>
    </message>
    <message>
        <source>Export the model…</source>
        <translation>Exportar el modelo…</translation>
    </message>
    <message>
        <source>Open its folder</source>
        <translation>Abrir su carpeta</translation>
    </message>
    <message>
        <source>Move to the trash…</source>
        <translation>Mover a la papelera…</translation>
    </message>
    <message>
        <source>What it writes</source>
        <translation>Qué escribe</translation>
    </message>
</context>
<context>
    <name>RunWords</name>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>learning</source>
        <translation>aprendiendo</translation>
    </message>
    <message>
        <source>learning · {time} left</source>
        <translation>aprendiendo · quedan {time}</translation>
    </message>
    <message>
        <source>reading · {share:.0%}</source>
        <translation>leyendo · {share:.0%}</translation>
    </message>
    <message>
        <source>done · best at step {step}</source>
        <translation>hecha · paso {step}</translation>
    </message>
    <message>
        <source>beginning</source>
        <translation>empezando</translation>
    </message>
    <message>
        <source>paused · can resume</source>
        <translation>pausada · reanudable</translation>
    </message>
    <message>
        <source>stopped · can resume</source>
        <translation>parada · reanudable</translation>
    </message>
    <message>
        <source>done · stopped early</source>
        <translation>hecha · terminó antes</translation>
    </message>
    <message>
        <source>ended unexpectedly</source>
        <translation>terminó de pronto</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>pausando</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>parando</translation>
    </message>
    <message>
        <source>{bits} {unit}</source>
        <translation>{bits} {unit}</translation>
    </message>
    <message>
        <source>Paused. Resume goes on exactly where it stopped.</source>
        <translation>Pausada. Reanudar sigue justo donde se detuvo.</translation>
    </message>
    <message>
        <source>Stopped; the best model, {best}, is kept. Resume goes on.</source>
        <translation>Parada; el mejor modelo, {best}, está guardado. Reanudar sigue.</translation>
    </message>
    <message>
        <source>Finished early, since nothing better came for long. Best: {best}.</source>
        <translation>Terminó antes, pues hacía tiempo que nada mejoraba. Mejor: {best}.</translation>
    </message>
    <message>
        <source>Finished. Best: {best}. Use it on the Create page.</source>
        <translation>Terminada. Mejor: {best}. Úsala en la página Crear.</translation>
    </message>
    <message>
        <source>Pausing: it saves where it is.</source>
        <translation>Pausando: guarda dónde está.</translation>
    </message>
    <message>
        <source>Stopping: it is checked once more, and the best model is kept.</source>
        <translation>Parando: se comprueba una vez más y se guarda el mejor modelo.</translation>
    </message>
    <message>
        <source>Diverging: the figures rise. Start again with half the learning rate; the best so far is kept.</source>
        <translation>Diverge: las cifras suben. Empieza de nuevo con la mitad de la tasa de aprendizaje; lo mejor hasta ahora está guardado.</translation>
    </message>
    <message>
        <source>Overfitting: it learns the pieces by heart and the held-out figure rises. The best, {best}, is kept. More pieces or more dropout would help.</source>
        <translation>Sobreajuste: aprende las piezas de memoria y la cifra de validación sube. Lo mejor, {best}, está guardado. Ayudarían más piezas o más dropout.</translation>
    </message>
    <message>
        <source>Levelling off: little more to gain in the time left. Best so far: {best}.</source>
        <translation>Se nivela: poco que ganar en el tiempo que queda. Lo mejor hasta ahora: {best}.</translation>
    </message>
    <message>
        <source>Just begun; the first checks say more soon.</source>
        <translation>Acaba de empezar; las primeras comprobaciones pronto dirán más.</translation>
    </message>
    <message>
        <source>its process is gone</source>
        <translation>su proceso ya no existe</translation>
    </message>
    <message>
        <source>Training ended unexpectedly: {line}. Resume goes on from the last checkpoint.</source>
        <translation>El entrenamiento terminó de pronto: {line}. Reanudar sigue desde el último punto guardado.</translation>
    </message>
    <message>
        <source>Training ended unexpectedly, before anything was saved: {line}. The menu starts one like it.</source>
        <translation>El entrenamiento terminó de pronto, antes de guardar nada: {line}. El menú empieza uno igual.</translation>
    </message>
    <message>
        <source>Reading the corpus; learning begins in a moment.</source>
        <translation>Leyendo el corpus; enseguida empieza a aprender.</translation>
    </message>
    <message>
        <source>Reading the corpus: {done} of {total} files.</source>
        <translation>Leyendo el corpus: {done} de {total} archivos.</translation>
    </message>
    <message>
        <source>Learning: held-out falls {fall} bits an hour.</source>
        <translation>Aprende: la validación baja {fall} bits por hora.</translation>
    </message>
    <message>
        <source>Learning well: held-out falls {fall} bits a minute.</source>
        <translation>Aprende bien: la validación baja {fall} bits por minuto.</translation>
    </message>
    <message>
        <source>About {gain} more to gain in the time left.</source>
        <translation>Queda por ganar cerca de {gain} en el tiempo que resta.</translation>
    </message>
</context>
<context>
    <name>SampleCard</name>
    <message>
        <source>Hear this sample</source>
        <translation>Oír esta muestra</translation>
    </message>
    <message>
        <source>Hear the sample of {time}</source>
        <translation>Oír la muestra de {time}</translation>
    </message>
</context>
<context>
    <name>SamplingPanel</name>
    <message>
        <source>MODEL</source>
        <translation>MODELO</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>ninguno todavía</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>What writes the takes</source>
        <translation>Qué escribe las tomas</translation>
    </message>
    <message>
        <source>START FROM</source>
        <translation>EMPEZAR DESDE</translation>
    </message>
    <message>
        <source>Only what is new</source>
        <translation>Solo lo nuevo</translation>
    </message>
    <message>
        <source>Takes without the beginning that they go on from</source>
        <translation>Tomas sin el comienzo del que parten</translation>
    </message>
    <message>
        <source>SEED</source>
        <translation>SEMILLA</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Tomas</translation>
    </message>
    <message>
        <source>How many takes to write at once</source>
        <translation>Cuántas tomas escribir a la vez</translation>
    </message>
    <message>
        <source>Takes written</source>
        <translation>Tomas escritas</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message numerus="yes">
        <source>Generate %n take(s)</source>
        <translation>
            <numerusform>Generar %n toma</numerusform>
            <numerusform>Generar %n tomas</numerusform>
        </translation>
    </message>
    <message>
        <source>End at once; what is there stays</source>
        <translation>Termina al instante; lo que hay se queda</translation>
    </message>
    <message>
        <source>Write new takes</source>
        <translation>Escribe tomas nuevas</translation>
    </message>
</context>
<context>
    <name>SamplingSection</name>
    <message>
        <source>SAMPLING</source>
        <translation>MUESTREO</translation>
    </message>
    <message>
        <source>Reset the sampling settings</source>
        <translation>Restablecer los ajustes de muestreo</translation>
    </message>
    <message>
        <source>As measured for this model</source>
        <translation>Como se midió para este modelo</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>Lower is tamer, higher is wilder</source>
        <translation>Más baja es más dócil, más alta más salvaje</translation>
    </message>
    <message>
        <source>Keep top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Leave out the unlikeliest values</source>
        <translation>Omite los valores menos probables</translation>
    </message>
    <message>
        <source>Best of</source>
        <translation>La mejor de</translation>
    </message>
    <message>
        <source>So many are drawn for each take; those most like the corpus are kept</source>
        <translation>Se sortean tantas por cada toma; se conservan las más parecidas al corpus</translation>
    </message>
    <message>
        <source>Keep top k</source>
        <translation>Top k</translation>
    </message>
    <message>
        <source>Only so many of the likeliest values</source>
        <translation>Solo tantos de los valores más probables</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>Min p</translation>
    </message>
    <message>
        <source>Only values this likely beside the likeliest</source>
        <translation>Solo valores así de probables frente al más probable</translation>
    </message>
    <message>
        <source>Drafts of each take</source>
        <translation>Borradores por toma</translation>
    </message>
    <message>
        <source>They are weighed by how well they keep the rules and end; more take longer</source>
        <translation>Se ponderan según cómo cumplen las reglas y terminan; más borradores tardan más</translation>
    </message>
    <message>
        <source>Longest copy</source>
        <translation>Copia más larga</translation>
    </message>
    <message>
        <source>Draw again what copies a longer run</source>
        <translation>Vuelve a sortear lo que copia un tramo más largo</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Fuerza</translation>
    </message>
    <message>
        <source>Towards the key, form, density and length that are told; 1 as learned</source>
        <translation>Hacia la tonalidad, forma, densidad y duración que se le dicen; 1 como se aprendió</translation>
    </message>
    <message>
        <source>Own material</source>
        <translation>Material propio</translation>
    </message>
    <message>
        <source>Keep to what followed similar moments earlier in the take</source>
        <translation>Se ciñe a lo que siguió a momentos parecidos antes en la toma</translation>
    </message>
    <message>
        <source>A temperature of its own for this part of a note</source>
        <translation>Una temperatura propia para esta parte de la nota</translation>
    </message>
    <message>
        <source>Rhythm temperature</source>
        <translation>Temp. del ritmo</translation>
    </message>
    <message>
        <source>Instrument temperature</source>
        <translation>Temp. instrumento</translation>
    </message>
    <message>
        <source>Pitch temperature</source>
        <translation>Temp. de la altura</translation>
    </message>
    <message>
        <source>Length temperature</source>
        <translation>Temp. de la duración</translation>
    </message>
    <message>
        <source>Loudness temperature</source>
        <translation>Temp. de la intensidad</translation>
    </message>
    <message>
        <source>Timing temperature</source>
        <translation>Temperatura de las desviaciones</translation>
    </message>
    <message>
        <source>any</source>
        <translation>todas</translation>
    </message>
    <message>
        <source>off</source>
        <translation>no</translation>
    </message>
    <message>
        <source>as above</source>
        <translation>como arriba</translation>
    </message>
</context>
<context>
    <name>SeedBox</name>
    <message>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <source>The same seed and settings write the same take</source>
        <translation>La misma semilla y los mismos ajustes escriben la misma toma</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Fija</translation>
    </message>
    <message>
        <source>Do not take a fresh seed after each take</source>
        <translation>No cambiar la semilla después de cada toma</translation>
    </message>
    <message>
        <source>Another seed by chance</source>
        <translation>Otra semilla al azar</translation>
    </message>
</context>
<context>
    <name>SeriesView</name>
    <message numerus="yes">
        <source>%Ln reading(s)</source>
        <translation>
            <numerusform>%Ln lectura</numerusform>
            <numerusform>%Ln lecturas</numerusform>
        </translation>
    </message>
    <message>
        <source>Readings {first}–{last} stand in {piece}</source>
        <translation>Las lecturas {first}–{last} están en {piece}</translation>
    </message>
    <message>
        <source>readings</source>
        <translation>lecturas</translation>
    </message>
    <message>
        <source>Readings in a series</source>
        <translation>Lecturas de una serie</translation>
    </message>
    <message>
        <source>{length} readings or more: {count} series</source>
        <translation>{length} lecturas o más: {count} series</translation>
    </message>
    <message>
        <source>Point at a reading, or click one.</source>
        <translation>Señala una lectura o haz clic en ella.</translation>
    </message>
    <message>
        <source>bits a reading</source>
        <translation>bits por lectura</translation>
    </message>
    <message>
        <source>Reading {number}</source>
        <translation>Lectura {number}</translation>
    </message>
    <message>
        <source>Drop or choose a CSV file</source>
        <translation>Suelta o elige un archivo CSV</translation>
    </message>
    <message>
        <source>Series of numbers (*.csv *.tsv)</source>
        <translation>Series de números (*.csv *.tsv)</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>{file} cannot be written, so nothing that you choose is remembered.</source>
        <translation>No se puede escribir en {file}, así que no se recordará nada de lo que elijas.</translation>
    </message>
    <message>
        <source>{file} is damaged; what could not be read of it is as at a first start.</source>
        <translation>{file} está dañado; lo que no se pudo leer queda como al abrir por primera vez.</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>THE WINDOW</source>
        <translation>LA VENTANA</translation>
    </message>
    <message>
        <source>WRITING TAKES</source>
        <translation>ESCRIBIR TOMAS</translation>
    </message>
    <message>
        <source>TAKES</source>
        <translation>TOMAS</translation>
    </message>
    <message>
        <source>LOOKING AT THE ROLL</source>
        <translation>MIRAR LAS NOTAS</translation>
    </message>
    <message>
        <source>EDITING NOTES</source>
        <translation>EDITAR NOTAS</translation>
    </message>
    <message>
        <source>ELSEWHERE</source>
        <translation>EN OTROS SITIOS</translation>
    </message>
    <message>
        <source>The four pages; among takes and in text with {keys}</source>
        <translation>Las cuatro páginas; entre tomas y en texto con {keys}</translation>
    </message>
    <message>
        <source>Loop: repeat the chosen bars, or the whole</source>
        <translation>Bucle: repetir los compases elegidos, o todo</translation>
    </message>
    <message>
        <source>Play and pause</source>
        <translation>Reproducir y pausar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>The manual</source>
        <translation>El manual</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Esta lista</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Cerrar la ventana</translation>
    </message>
    <message>
        <source>Continue the take; in text {keys}</source>
        <translation>Continuar la toma; en texto {keys}</translation>
    </message>
    <message>
        <source>The model before, the next model</source>
        <translation>El modelo anterior, el modelo siguiente</translation>
    </message>
    <message>
        <source>Silence the part of the chosen notes, or hear it alone</source>
        <translation>Silenciar la parte de las notas elegidas, u oírla sola</translation>
    </message>
    <message>
        <source>Generate takes</source>
        <translation>Generar tomas</translation>
    </message>
    <message>
        <source>Vary the take</source>
        <translation>Variar la toma</translation>
    </message>
    <message>
        <source>Rewrite the chosen bars</source>
        <translation>Reescribir los compases elegidos</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Search the takes</source>
        <translation>Buscar entre las tomas</translation>
    </message>
    <message>
        <source>Walk the takes</source>
        <translation>Recorrer las tomas</translation>
    </message>
    <message>
        <source>Hear the take again</source>
        <translation>Oír la toma otra vez</translation>
    </message>
    <message>
        <source>The take before, at the same place</source>
        <translation>La toma anterior, en el mismo punto</translation>
    </message>
    <message>
        <source>Keep a take: give it a star</source>
        <translation>Conservar una toma: darle una estrella</translation>
    </message>
    <message>
        <source>Rate a take</source>
        <translation>Valorar una toma</translation>
    </message>
    <message>
        <source>Name, tags and note of a take</source>
        <translation>Nombre, etiquetas y nota de una toma</translation>
    </message>
    <message>
        <source>Delete a take</source>
        <translation>Eliminar una toma</translation>
    </message>
    <message>
        <source>Copy the take&apos;s file</source>
        <translation>Copiar el archivo de la toma</translation>
    </message>
    <message>
        <source>{keys}+wheel</source>
        <translation>{keys}+rueda</translation>
    </message>
    <message>
        <source>Choose all of this pitch; also a click on its key</source>
        <translation>Elegir todas las de esta altura; también un clic en su tecla</translation>
    </message>
    <message>
        <source>Scroll; with Shift in time</source>
        <translation>Desplazar; con Mayús en el tiempo</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Rueda</translation>
    </message>
    <message>
        <source>Zoom; with Shift in pitch</source>
        <translation>Ampliar; con Mayús, en altura</translation>
    </message>
    <message>
        <source>Zoom, see the whole, see what is chosen</source>
        <translation>Acercar, verlo todo, ver lo elegido</translation>
    </message>
    <message>
        <source>Zoom in pitch</source>
        <translation>Acercar en altura</translation>
    </message>
    <message>
        <source>A page back and on, to the beginning and the end</source>
        <translation>Una página atrás y adelante, al principio y al final</translation>
    </message>
    <message>
        <source>Choose bars</source>
        <translation>Elegir compases</translation>
    </message>
    <message>
        <source>Drag in the ruler</source>
        <translation>Arrastrar en la regla</translation>
    </message>
    <message>
        <source>Choose notes</source>
        <translation>Elegir notas</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Arrastrar</translation>
    </message>
    <message>
        <source>Choose all notes</source>
        <translation>Elegir todas las notas</translation>
    </message>
    <message>
        <source>Choose whole bars</source>
        <translation>Elegir compases enteros</translation>
    </message>
    <message>
        <source>Choose the whole part</source>
        <translation>Elegir toda la parte</translation>
    </message>
    <message>
        <source>Choose the next note, the one before</source>
        <translation>Elegir la nota siguiente, la anterior</translation>
    </message>
    <message>
        <source>Choose nothing</source>
        <translation>No elegir nada</translation>
    </message>
    <message>
        <source>{keys}+drag</source>
        <translation>{keys}+arrastrar</translation>
    </message>
    <message>
        <source>Double-click</source>
        <translation>Doble clic</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Añadir una nota</translation>
    </message>
    <message>
        <source>Step entry: a rest; back, deleting what begins there</source>
        <translation>Paso a paso: un silencio; atrás, y borra lo que empieza ahí</translation>
    </message>
    <message>
        <source>Move it; with Alt off the grid</source>
        <translation>Moverla; con Alt, fuera de la rejilla</translation>
    </message>
    <message>
        <source>Drag a note</source>
        <translation>Arrastrar una nota</translation>
    </message>
    <message>
        <source>Make it longer or shorter</source>
        <translation>Alargarla o acortarla</translation>
    </message>
    <message>
        <source>Drag its end</source>
        <translation>Arrastrar su final</translation>
    </message>
    <message>
        <source>Louder upwards, softer downwards</source>
        <translation>Más fuerte hacia arriba, más suave hacia abajo</translation>
    </message>
    <message>
        <source>Move; with Ctrl by a bar or an octave</source>
        <translation>Mover; con Ctrl, un compás o una octava</translation>
    </message>
    <message>
        <source>Shorter and longer</source>
        <translation>Más corta y más larga</translation>
    </message>
    <message>
        <source>Louder and softer</source>
        <translation>Más fuerte y más suave</translation>
    </message>
    <message>
        <source>Up and down a step of the key</source>
        <translation>Subir y bajar un grado de la tonalidad</translation>
    </message>
    <message>
        <source>Delete notes</source>
        <translation>Eliminar notas</translation>
    </message>
    <message>
        <source>Mark where notes are pasted</source>
        <translation>Marcar dónde se pegan las notas</translation>
    </message>
    <message>
        <source>Click on the ground</source>
        <translation>Clic en el fondo</translation>
    </message>
    <message>
        <source>Cut, copy, paste</source>
        <translation>Cortar, copiar, pegar</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>Quantize to the grid</source>
        <translation>Cuantizar a la rejilla</translation>
    </message>
    <message>
        <source>Coarser grid, finer grid, triplets</source>
        <translation>Rejilla más ancha, más fina, tresillos</translation>
    </message>
    <message>
        <source>Menu of the bar: write it anew, or as another</source>
        <translation>Menú del compás: escribirlo de nuevo, o como otro</translation>
    </message>
    <message>
        <source>In the strip of letters: walk the bars</source>
        <translation>En la tira de letras: recorrer los compases</translation>
    </message>
    <message>
        <source>In the curve of density: walk, more, fewer</source>
        <translation>En la curva de densidad: recorrer, más, menos</translation>
    </message>
    <message>
        <source>In the map of units: walk notes and units, zoom</source>
        <translation>En el mapa de unidades: recorrer notas y unidades, acercar</translation>
    </message>
    <message>
        <source>Among pieces: tick or untick those chosen</source>
        <translation>Entre piezas: marcar o desmarcar las elegidas</translation>
    </message>
    <message>
        <source>Press the button that Tab has reached</source>
        <translation>Pulsar el botón al que llegó el tabulador</translation>
    </message>
    <message>
        <source>Save the details of a take</source>
        <translation>Guardar los detalles de una toma</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard and mouse</source>
        <translation>Teclado y ratón</translation>
    </message>
</context>
<context>
    <name>SingDialog</name>
    <message>
        <source>Sing or play it</source>
        <translation>Cantarlo o tocarlo</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Intensidad</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Grabar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Hear it</source>
        <translation>Escucharlo</translation>
    </message>
    <message>
        <source>Begin with it</source>
        <translation>Empezar con esto</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Micrófono</translation>
    </message>
    <message>
        <source>Listening…</source>
        <translation>Escuchando…</translation>
    </message>
    <message>
        <source>{seconds} of {most} s</source>
        <translation>{seconds} de {most} s</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s), {tempo} bpm</source>
        <translation>
            <numerusform>%n nota, {tempo} bpm</numerusform>
            <numerusform>%n notas, {tempo} bpm</numerusform>
        </translation>
    </message>
    <message>
        <source>To hear notes, seqgen needs the package swift-f0: {command}</source>
        <translation>Para oír notas, seqgen necesita el paquete swift-f0: {command}</translation>
    </message>
    <message>
        <source>No microphone was found.</source>
        <translation>No se encontró ningún micrófono.</translation>
    </message>
    <message>
        <source>Correct what was heard wrongly: drag notes, delete them, add some by a double-click.</source>
        <translation>Corrige lo que se oyó mal: arrastra notas, bórralas, añade otras con un doble clic.</translation>
    </message>
    <message>
        <source>Sing, hum, whistle or play one note at a time, up to ten seconds.</source>
        <translation>Canta, tararea, silba o toca las notas una a una, hasta diez segundos.</translation>
    </message>
</context>
<context>
    <name>SingingController</name>
    <message>
        <source>No note was heard. Sing nearer to the microphone.</source>
        <translation>No se oyó ninguna nota. Canta más cerca del micrófono.</translation>
    </message>
    <message>
        <source>The microphone cannot be used, or is gone.</source>
        <translation>El micrófono no se puede usar, o ya no está.</translation>
    </message>
    <message>
        <source>What you sang</source>
        <translation>Lo que cantaste</translation>
    </message>
</context>
<context>
    <name>StepEntry</name>
    <message>
        <source>Enter notes</source>
        <translation>Escribir notas</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>Silencio</translation>
    </message>
    <message>
        <source>Delete notes</source>
        <translation>Eliminar notas</translation>
    </message>
</context>
<context>
    <name>SurpriseLegend</name>
    <message>
        <source>expected</source>
        <translation>esperado</translation>
    </message>
    <message>
        <source>surprising</source>
        <translation>sorprendente</translation>
    </message>
    <message>
        <source>From under {low} bit to {high} bits and more a character</source>
        <translation>De menos de {low} bits a {high} bits y más por carácter</translation>
    </message>
    <message>
        <source>to {model}</source>
        <comment>surprising to a model</comment>
        <translation>para {model}</translation>
    </message>
</context>
<context>
    <name>SurpriseStrip</name>
    <message>
        <source>Surprise</source>
        <translation>Sorpresa</translation>
    </message>
    <message>
        <source>Mean {mean} bits a note, highest {highest}</source>
        <translation>Media {mean} bits por nota, máximo {highest}</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Aún no se sabe</translation>
    </message>
    <message>
        <source>Surprise to {model}</source>
        <translation>Sorpresa para {model}</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>bits</translation>
    </message>
    <message>
        <source>{bits} bits</source>
        <translation>{bits} bits</translation>
    </message>
</context>
<context>
    <name>TakeList</name>
    <message>
        <source>Order of the takes</source>
        <translation>Orden de las tomas</translation>
    </message>
    <message>
        <source>What comes first</source>
        <translation>Qué va primero</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Más nuevas</translation>
    </message>
    <message>
        <source>Fewest bits</source>
        <translation>Menos bits</translation>
    </message>
    <message>
        <source>Least copied</source>
        <translation>Menos copiadas</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Más largas</translation>
    </message>
    <message>
        <source>Starred first</source>
        <translation>Estrella primero</translation>
    </message>
    <message>
        <source>Best rated</source>
        <translation>Mejor valoradas</translation>
    </message>
    <message>
        <source>Starred only</source>
        <translation>Solo con estrella</translation>
    </message>
    <message>
        <source>Show starred takes only</source>
        <translation>Muestra solo las tomas con estrella</translation>
    </message>
    <message>
        <source>Not listened to yet; click to go there</source>
        <translation>Aún sin escuchar; haz clic para ir allí</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n nueva</numerusform>
            <numerusform>%n nuevas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new take(s)</source>
        <translation>
            <numerusform>%n toma nueva</numerusform>
            <numerusform>%n tomas nuevas</numerusform>
        </translation>
    </message>
    <message>
        <source>{shown} OF {count} TAKES</source>
        <translation>{shown} DE {count} TOMAS</translation>
    </message>
    <message>
        <source>TAKES</source>
        <translation>TOMAS</translation>
    </message>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n toma</numerusform>
            <numerusform>%n tomas</numerusform>
        </translation>
    </message>
    <message>
        <source>None has a star. Show all takes, and click a star to keep one in sight.</source>
        <translation>Ninguna tiene estrella. Muestra todas las tomas y haz clic en una estrella para no perderla de vista.</translation>
    </message>
    <message>
        <source>No take is like that. Ask for less, or press Escape in the search to see all.</source>
        <translation>Ninguna toma es así. Pide menos, o pulsa Escape en la búsqueda para verlas todas.</translation>
    </message>
    <message>
        <source>No takes yet. Generate some, and they appear here as they are finished.</source>
        <translation>Aún no hay tomas. Genera algunas, y aparecerán aquí a medida que se terminan.</translation>
    </message>
</context>
<context>
    <name>TakeOutput</name>
    <message>
        <source>bars {first}-{last}</source>
        <translation>compases {first}-{last}</translation>
    </message>
    <message>
        <source>Track {number}</source>
        <translation>Pista {number}</translation>
    </message>
</context>
<context>
    <name>TakePictures</name>
    <message numerus="yes">
        <source>%n take(s) cannot be shown; the first: {problem}</source>
        <translation>
            <numerusform>%n toma no se puede mostrar: {problem}</numerusform>
            <numerusform>%n tomas no se pueden mostrar; la primera: {problem}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeRows</name>
    <message>
        <source>Takes</source>
        <translation>Tomas</translation>
    </message>
    <message>
        <source>What was written; arrow keys walk through it</source>
        <translation>Lo que se ha escrito; las flechas lo recorren</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>Usar estos ajustes</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Show its file</source>
        <translation>Mostrar su archivo</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>Quitar estrella</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Estrella</translation>
    </message>
    <message>
        <source>Name, tags, note…</source>
        <translation>Nombre, etiquetas, nota…</translation>
    </message>
    <message>
        <source>Tags and project…</source>
        <translation>Etiquetas y proyecto…</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n take(s)</source>
        <translation>
            <numerusform>Borrar %n toma</numerusform>
            <numerusform>Borrar %n tomas</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Valoración</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
</context>
<context>
    <name>TakeSearch</name>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search the takes</source>
        <translation>Buscar entre las tomas</translation>
    </message>
    <message>
        <source>Words of name, tags, note, key, metre, model or date; #12 is take 12 (Ctrl+F)</source>
        <translation>Palabras del nombre, etiquetas, nota, tonalidad, compás, modelo o fecha; #12 es la toma 12 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Show only some takes</source>
        <translation>Mostrar solo algunas tomas</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Show all takes again</source>
        <translation>Mostrar otra vez todas las tomas</translation>
    </message>
</context>
<context>
    <name>TakeStore</name>
    <message numerus="yes">
        <source>%n take(s) could not be read and were left out; the first: {problem}</source>
        <translation>
            <numerusform>%n toma no se pudo leer y se omitió: {problem}</numerusform>
            <numerusform>%n tomas no se pudieron leer y se omitieron; la primera: {problem}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeUndo</name>
    <message numerus="yes">
        <source>Delete %n take(s)</source>
        <translation>
            <numerusform>Borrar %n toma</numerusform>
            <numerusform>Borrar %n tomas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Mark %n take(s)</source>
        <translation>
            <numerusform>Marcar %n toma</numerusform>
            <numerusform>Marcar %n tomas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeView</name>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Let the model go on from the end, or from the chosen bars</source>
        <translation>El modelo sigue desde el final, o desde los compases elegidos</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Variar</translation>
    </message>
    <message>
        <source>Write it anew after its first bars</source>
        <translation>La escribe de nuevo tras sus primeros compases</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation>Reescribir</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Save as MIDI, sound, picture or text</source>
        <translation>Guardar como MIDI, sonido, imagen o texto</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Humanize: velocity and timing…</source>
        <translation>Humanizar: intensidad y tiempo…</translation>
    </message>
    <message>
        <source>Quantize to the grid</source>
        <translation>Cuantizar a la rejilla</translation>
    </message>
    <message>
        <source>Transpose up a semitone</source>
        <translation>Transponer un semitono arriba</translation>
    </message>
    <message>
        <source>Transpose down a semitone</source>
        <translation>Transponer un semitono abajo</translation>
    </message>
    <message>
        <source>Transpose up an octave</source>
        <translation>Transponer una octava arriba</translation>
    </message>
    <message>
        <source>Transpose down an octave</source>
        <translation>Transponer una octava abajo</translation>
    </message>
    <message>
        <source>Start new takes from the chosen bars</source>
        <translation>Empezar tomas nuevas desde los compases elegidos</translation>
    </message>
    <message>
        <source>Begin a new text</source>
        <translation>Empezar un texto nuevo</translation>
    </message>
    <message>
        <source>Look into it on the Inspect page</source>
        <translation>Verla en la página Analizar</translation>
    </message>
    <message>
        <source>Write takes that copy less</source>
        <translation>Escribir tomas que copien menos</translation>
    </message>
    <message>
        <source>More: quantize, transpose, inspect</source>
        <translation>Más: cuantizar, transponer, examinar</translation>
    </message>
    <message>
        <source>Play a take as soon as it is chosen</source>
        <translation>Reproducir una toma en cuanto se elige</translation>
    </message>
    <message>
        <source>Compare: {take} at the same place</source>
        <translation>Comparar: {take} en el mismo sitio</translation>
    </message>
    <message>
        <source>Rewrite {first}</source>
        <translation>Cambiar {first}</translation>
    </message>
    <message>
        <source>Rewrite {first}–{last}</source>
        <translation>Cambiar {first}–{last}</translation>
    </message>
    <message>
        <source>Rewrite bars {first}–{last}</source>
        <translation>Cambiar los compases {first}–{last}</translation>
    </message>
    <message>
        <source>{rewrite} of {part}</source>
        <translation>{rewrite} de {part}</translation>
    </message>
    <message>
        <source>Write {part} anew after its first bars; all other notes stay</source>
        <translation>Escribe {part} de nuevo tras los primeros compases; las demás notas se quedan</translation>
    </message>
    <message>
        <source>Choose bars in the ruler, and the model writes them anew; choose a part above the roll to change it alone</source>
        <translation>Elige compases en la regla, y el modelo los escribe de nuevo; elige una parte encima del rollo para cambiar solo esa</translation>
    </message>
    <message>
        <source>The model writes these bars of {part} anew; all other notes stay</source>
        <translation>El modelo escribe de nuevo estos compases de {part}; las demás notas se quedan</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>Llevar</translation>
    </message>
    <message>
        <source>Drag this into your DAW or a folder; a click copies the file</source>
        <translation>Arrastra esto a tu DAW o a una carpeta; un clic copia el archivo</translation>
    </message>
    <message>
        <source>Drag bars {first}–{last}</source>
        <translation>Arrastrar compases {first}–{last}</translation>
    </message>
    <message>
        <source>Drag bar {first}</source>
        <translation>Arrastrar el compás {first}</translation>
    </message>
    <message>
        <source>Drag {first}–{last}</source>
        <translation>Llevar {first}–{last}</translation>
    </message>
    <message>
        <source>Drag {first}</source>
        <translation>Llevar {first}</translation>
    </message>
    <message>
        <source>Drag the chosen bars into your DAW or a folder; a click copies their file</source>
        <translation>Arrastra los compases elegidos a tu DAW o a una carpeta; un clic copia su archivo</translation>
    </message>
    <message>
        <source>{drag} of {part}</source>
        <translation>{drag} de {part}</translation>
    </message>
    <message>
        <source>Drag {part}</source>
        <translation>Llevar {part}</translation>
    </message>
    <message>
        <source>Drag {part} alone into your DAW or a folder; a click copies its file</source>
        <translation>Arrastra solo {part} a tu DAW o a una carpeta; un clic copia su archivo</translation>
    </message>
    <message>
        <source>Rewrite bar {first}</source>
        <translation>Cambiar {first}</translation>
    </message>
</context>
<context>
    <name>TakeWords</name>
    <message>
        <source>{bits} bits</source>
        <translation>{bits} bits</translation>
    </message>
    <message>
        <source>{percent}% copied</source>
        <translation>{percent}% copiado</translation>
    </message>
    <message>
        <source>Real pieces share {percent}% with each other</source>
        <translation>Las piezas reales comparten un {percent}% entre sí</translation>
    </message>
    <message>
        <source>Take {number}</source>
        <translation>Toma {number}</translation>
    </message>
    <message>
        <source>continues #{number}</source>
        <translation>continúa #{number}</translation>
    </message>
    <message>
        <source>varies #{number}</source>
        <translation>varía #{number}</translation>
    </message>
    <message>
        <source>rewrites #{number}</source>
        <translation>reescribe #{number}</translation>
    </message>
    <message>
        <source>#{number} in another form</source>
        <translation>#{number} con otra forma</translation>
    </message>
    <message>
        <source>humanizes #{number}</source>
        <translation>humaniza #{number}</translation>
    </message>
    <message>
        <source>bar {bar}</source>
        <translation>compás {bar}</translation>
    </message>
    <message>
        <source>bars {first}–{last}</source>
        <translation>compases {first}–{last}</translation>
    </message>
    <message>
        <source>{bars} of {part}</source>
        <translation>{bars} de {part}</translation>
    </message>
    <message>
        <source>{rating} of {best}</source>
        <translation>{rating} de {best}</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nueva</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>con estrella</translation>
    </message>
    <message>
        <source>not starred</source>
        <translation>sin estrella</translation>
    </message>
    <message>
        <source>rated {rating}</source>
        <translation>valorada con {rating}</translation>
    </message>
    <message>
        <source>warning: {copied}</source>
        <translation>aviso: {copied}</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>editada</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>semilla {seed}</translation>
    </message>
    <message>
        <source>Much of it stands in the corpus word for word</source>
        <translation>Mucho de ella está en el corpus al pie de la letra</translation>
    </message>
    <message>
        <source>Rating: {words}</source>
        <translation>Valoración: {words}</translation>
    </message>
    <message>
        <source>Tags: {words}</source>
        <translation>Etiquetas: {words}</translation>
    </message>
    <message>
        <source>Project: {words}</source>
        <translation>Proyecto: {words}</translation>
    </message>
    <message>
        <source>Model: {words}</source>
        <translation>Modelo: {words}</translation>
    </message>
    <message>
        <source>Corpus: {words}</source>
        <translation>Corpus: {words}</translation>
    </message>
    <message>
        <source>Changed by hand since it was written</source>
        <translation>Cambiada a mano desde que se escribió</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sí</translation>
    </message>
</context>
<context>
    <name>TextRulesSection</name>
    <message>
        <source>TEXT</source>
        <translation>TEXTO</translation>
    </message>
    <message>
        <source>Reset the text settings</source>
        <translation>Restablecer los ajustes de texto</translation>
    </message>
    <message>
        <source>{n:.0f} characters</source>
        <translation>{n:.0f} caracteres</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todo</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>Solo</translation>
    </message>
    <message>
        <source>The only characters that may be written</source>
        <translation>Los únicos caracteres que se pueden escribir</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>Parar en</translation>
    </message>
    <message>
        <source>A text that ends a take; \n is a new line</source>
        <translation>Un texto que termina una toma; \n es una línea nueva</translation>
    </message>
</context>
<context>
    <name>TextTake</name>
    <message>
        <source>Surprise</source>
        <translation>Sorpresa</translation>
    </message>
    <message>
        <source>Tint every character by how little the model expected it</source>
        <translation>Tiñe cada carácter según lo poco que lo esperaba el modelo</translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message numerus="yes">
        <source>%Ln character(s)</source>
        <translation>
            <numerusform>%Ln carácter</numerusform>
            <numerusform>%Ln caracteres</numerusform>
        </translation>
    </message>
    <message>
        <source>Characters that occur less often become one that stands for all of them; 0 chooses</source>
        <translation>Los caracteres menos frecuentes se convierten en uno que los representa a todos; 0 elige</translation>
    </message>
    <message>
        <source>Least count</source>
        <translation>Mínimo de apariciones</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>caracteres</translation>
    </message>
    <message>
        <source>Characters in a piece</source>
        <translation>Caracteres por pieza</translation>
    </message>
    <message>
        <source>{length} characters or more: {count} pieces</source>
        <translation>{length} caracteres o más: {count} piezas</translation>
    </message>
    <message>
        <source>Point at a character, or click one.</source>
        <translation>Señala un carácter, o haz clic en él.</translation>
    </message>
    <message>
        <source>bits a character</source>
        <translation>bits por carácter</translation>
    </message>
    <message>
        <source>Character {number}</source>
        <translation>Carácter {number}</translation>
    </message>
    <message>
        <source>Drag text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>Texto nuevo</translation>
    </message>
    <message>
        <source>Type a beginning, and let it continue</source>
        <translation>Escribe un comienzo, y deja que siga</translation>
    </message>
    <message>
        <source>Drop or choose a text file</source>
        <translation>Suelta o elige un texto</translation>
    </message>
    <message>
        <source>Text (*.txt *.md)</source>
        <translation>Texto (*.txt *.md)</translation>
    </message>
</context>
<context>
    <name>TintedEditor</name>
    <message>
        <source>Text of the take</source>
        <translation>Texto de la toma</translation>
    </message>
    <message>
        <source>Edit it as in any editor; Ctrl+Z takes an edit back</source>
        <translation>Edítalo como en cualquier editor; Ctrl+Z deshace un cambio</translation>
    </message>
    <message>
        <source>Type a beginning, and let the model continue it.</source>
        <translation>Escribe un comienzo, y deja que el modelo lo continúe.</translation>
    </message>
    <message>
        <source>line end</source>
        <translation>fin de línea</translation>
    </message>
    <message>
        <source>space</source>
        <translation>espacio</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>tabulador</translation>
    </message>
    <message>
        <source>your beginning</source>
        <translation>tu comienzo</translation>
    </message>
    <message>
        <source>{sign}: {bits} bits, expected about 1 time in {times}</source>
        <translation>{sign}: {bits} bits, se espera cerca de 1 vez de cada {times}</translation>
    </message>
</context>
<context>
    <name>TintedText</name>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Click a character, or move with the arrow keys</source>
        <translation>Haz clic en un carácter, o muévete con las flechas</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Runs</source>
        <translation>Sesiones</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>Nueva</translation>
    </message>
    <message>
        <source>Learn a corpus</source>
        <translation>Aprender un corpus</translation>
    </message>
    <message>
        <source>Bring in a model file</source>
        <translation>Traer un archivo de modelo</translation>
    </message>
    <message>
        <source>Nothing has been learned yet</source>
        <translation>Aún no se ha aprendido nada</translation>
    </message>
    <message>
        <source>Choose a corpus and a time. One minute is enough to hear something.</source>
        <translation>Elige un corpus y un tiempo. Un minuto basta para oír algo.</translation>
    </message>
    <message>
        <source>Train one minute on the chorales and listen</source>
        <translation>Entrenar un minuto con los corales y escuchar</translation>
    </message>
    <message>
        <source>Learns at once, plays its first sample, and ends in takes</source>
        <translation>Aprende enseguida, hace sonar su primera muestra y termina en tomas</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Comparar con…</translation>
    </message>
    <message>
        <source>brought in from a file</source>
        <translation>traído de un archivo</translation>
    </message>
    <message>
        <source>comes with seqgen</source>
        <translation>viene con seqgen</translation>
    </message>
    <message>
        <source>something unnamed</source>
        <translation>algo sin nombre</translation>
    </message>
    <message>
        <source>a new sample at every check that is the best so far</source>
        <translation>una muestra nueva en cada comprobación que es la mejor hasta entonces</translation>
    </message>
    <message>
        <source>nothing yet; the first check brings the first sample</source>
        <translation>nada todavía; la primera comprobación trae la primera muestra</translation>
    </message>
    <message>
        <source>this run has written no samples</source>
        <translation>esta sesión no ha escrito muestras</translation>
    </message>
    <message>
        <source>{corpus} · {count} {events} · {network} · {weights} weights</source>
        <translation>{corpus} · {count} {events} · {network} · {weights} pesos</translation>
    </message>
    <message>
        <source>nothing held out</source>
        <translation>nada en validación</translation>
    </message>
    <message>
        <source>{events}/s</source>
        <translation>{events}/s</translation>
    </message>
    <message>
        <source>to go</source>
        <translation>por delante</translation>
    </message>
    <message>
        <source>of {minutes} min</source>
        <translation>de {minutes} min</translation>
    </message>
    <message>
        <source>norm, clipped {share:.0%}</source>
        <translation>recortada {share:.0%}</translation>
    </message>
    <message>
        <source>held-out</source>
        <translation>validación</translation>
    </message>
    <message>
        <source>learning</source>
        <translation>aprendizaje</translation>
    </message>
    <message>
        <source>best · {bits}</source>
        <translation>mejor · {bits}</translation>
    </message>
</context>
<context>
    <name>TrainingLauncher</name>
    <message>
        <source>{name}: the training ended with code {code}</source>
        <translation>{name}: el entrenamiento terminó con el código {code}</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Transport</source>
        <translation>Reproducción</translation>
    </message>
    <message>
        <source>{now} / {whole}</source>
        <comment>time played and length</comment>
        <translation>{now} / {whole}</translation>
    </message>
    <message>
        <source>Choose a SoundFont…</source>
        <translation>Elegir un SoundFont…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Stop, and go back to the beginning</source>
        <translation>Parar, y volver al principio</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Bucle</translation>
    </message>
    <message>
        <source>Repeat the selection, or the whole</source>
        <translation>Repite la selección, o todo</translation>
    </message>
    <message>
        <source>Metronome</source>
        <translation>Metrónomo</translation>
    </message>
    <message>
        <source>Clicks on the beats, and a bar of them before it plays</source>
        <translation>Golpes en los pulsos, y un compás de ellos antes de sonar</translation>
    </message>
    <message>
        <source>Count in one bar</source>
        <translation>Un compás de entrada</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>How fast it is played: 100 % is as written; wheel or arrow keys</source>
        <translation>A qué velocidad suena: 100 % es como está escrito; rueda o flechas</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Sonido</translation>
    </message>
    <message>
        <source>The SoundFont whose instruments play</source>
        <translation>El SoundFont cuyos instrumentos suenan</translation>
    </message>
    <message>
        <source>MIDI out</source>
        <translation>Salida MIDI</translation>
    </message>
    <message>
        <source>Send the notes to a MIDI port instead</source>
        <translation>Envía las notas a un puerto MIDI</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Sala</translation>
    </message>
    <message>
        <source>Let a small room be heard around the instruments</source>
        <translation>Que se oiga una sala pequeña alrededor de los instrumentos</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Silencio</translation>
    </message>
    <message>
        <source>Silence everything, or make it heard again</source>
        <translation>Lo silencia todo, o lo vuelve a hacer sonar</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>How loud it is</source>
        <translation>Qué fuerte suena</translation>
    </message>
</context>
<context>
    <name>TransportController</name>
    <message>
        <source>Corpora</source>
        <translation>Corpus</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Entrenar</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Crear</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Analizar</translation>
    </message>
    <message>
        <source>no sound device</source>
        <translation>sin dispositivo de sonido</translation>
    </message>
    <message>
        <source>Everything else works; MIDI out too</source>
        <translation>Todo lo demás funciona; la salida MIDI también</translation>
    </message>
    <message>
        <source>TimGM6mb (built in)</source>
        <translation>TimGM6mb (incluido)</translation>
    </message>
    <message>
        <source>SoundFonts (*.sf2 *.sf3 *.SF2 *.SF3)</source>
        <translation>SoundFonts (*.sf2 *.sf3 *.SF2 *.SF3)</translation>
    </message>
    <message>
        <source>Choose a SoundFont</source>
        <translation>Elegir un SoundFont</translation>
    </message>
    <message>
        <source>off</source>
        <translation>no</translation>
    </message>
    <message>
        <source>new port “seqgen”</source>
        <translation>nuevo puerto «seqgen»</translation>
    </message>
    <message>
        <source>MIDI ports need the package python-rtmidi: {command}</source>
        <translation>Los puertos MIDI necesitan el paquete python-rtmidi: {command}</translation>
    </message>
</context>
<context>
    <name>UnitTrace</name>
    <message>
        <source>Activity of the chosen unit</source>
        <translation>Actividad de la unidad elegida</translation>
    </message>
    <message>
        <source>What the chosen unit did: up is positive, down negative</source>
        <translation>Qué hizo la unidad elegida: arriba es positivo, abajo negativo</translation>
    </message>
</context>
<context>
    <name>VelocityLane</name>
    <message>
        <source>Velocities</source>
        <translation>Intensidades</translation>
    </message>
    <message>
        <source>Alt and arrow keys in the roll change those of the chosen notes</source>
        <translation>Alt y las flechas cambian en el rollo las de las notas elegidas</translation>
    </message>
    <message>
        <source>Drag to draw velocities, of the chosen notes where some are chosen</source>
        <translation>Arrastra para dibujar intensidades, las de las notas elegidas si las hay</translation>
    </message>
    <message>
        <source>vel.</source>
        <comment>short for velocity</comment>
        <translation>int.</translation>
    </message>
    <message>
        <source>Change velocities</source>
        <translation>Cambiar intensidades</translation>
    </message>
    <message>
        <source>Velocity {velocity}</source>
        <translation>Intensidad {velocity}</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>hardly begun</source>
        <translation>apenas empezado</translation>
    </message>
    <message>
        <source>rough</source>
        <translation>tosco</translation>
    </message>
    <message>
        <source>good</source>
        <translation>bueno</translation>
    </message>
    <message>
        <source>very good</source>
        <translation>muy bueno</translation>
    </message>
    <message>
        <source>overfitted</source>
        <translation>sobreajustado</translation>
    </message>
    <message>
        <source>Hardly begun: it foresees new pieces no better than counting does. Train longer.</source>
        <translation>Apenas empezado: no prevé las piezas nuevas mejor que contando. Entrena más tiempo.</translation>
    </message>
    <message>
        <source>Rough: a longer training would give better takes.</source>
        <translation>Tosco: con más tiempo de entrenamiento saldrían mejores tomas.</translation>
    </message>
    <message>
        <source>Good: it foresees new pieces clearly better than counting does.</source>
        <translation>Bueno: prevé las piezas nuevas claramente mejor que contando.</translation>
    </message>
    <message>
        <source>Very good: it foresees new pieces far better than counting does.</source>
        <translation>Muy bueno: prevé las piezas nuevas mucho mejor que contando.</translation>
    </message>
    <message>
        <source>Overfitted: it knows its pieces by heart. More pieces would help, more time does not.</source>
        <translation>Sobreajustado: se sabe sus piezas de memoria. Ayudarían más piezas; más tiempo, no.</translation>
    </message>
    <message>
        <source>Bits are the yes-or-no questions that it takes to guess what comes next in a piece it has not seen.</source>
        <translation>Los bits son las preguntas de sí o no que hacen falta para acertar lo que sigue en una pieza que no ha visto.</translation>
    </message>
    <message>
        <source>This model needs {bits}; the fewer, the better it knows the style.</source>
        <translation>Este modelo necesita {bits}; cuantas menos, mejor conoce el estilo.</translation>
    </message>
    <message>
        <source>Counting what follows what needs {times} times as many.</source>
        <translation>Contando qué sigue a qué hace falta {times} veces esa cantidad.</translation>
    </message>
    <message>
        <source>strange</source>
        <translation>rara</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>simple</translation>
    </message>
    <message>
        <source>stranger than real pieces ({usual})</source>
        <translation>más extraño que las piezas reales ({usual})</translation>
    </message>
    <message>
        <source>plainer than real pieces ({usual})</source>
        <translation>más previsible que las piezas reales ({usual})</translation>
    </message>
    <message>
        <source>about as real pieces ({usual})</source>
        <translation>más o menos como las piezas reales ({usual})</translation>
    </message>
</context>
<context>
    <name>WelcomeCard</name>
    <message>
        <source>New here?</source>
        <translation>¿Primera vez?</translation>
    </message>
    <message>
        <source>Close this suggestion</source>
        <translation>Cerrar esta sugerencia</translation>
    </message>
    <message>
        <source>Do not show this again</source>
        <translation>No volver a mostrar esto</translation>
    </message>
    <message>
        <source>Train one minute on the chorales and listen.</source>
        <translation>Entrena un minuto con los corales y escucha.</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Learns at once, plays its first sample, and ends in takes</source>
        <translation>Aprende enseguida, hace sonar su primera muestra y termina en tomas</translation>
    </message>
    <message>
        <source>Train one minute on the chorales</source>
        <translation>Entrenar un minuto con los corales</translation>
    </message>
</context>
<context>
    <name>Worker</name>
    <message>
        <source>the work stopped unexpectedly (its process ended with code {code})</source>
        <translation>el trabajo se detuvo de pronto (su proceso terminó con el código {code})</translation>
    </message>
</context>
<context>
    <name>_Empty</name>
    <message>
        <source>Train one minute</source>
        <translation>Entrenar un minuto</translation>
    </message>
    <message>
        <source>Learns the chorales at once, and ends in takes</source>
        <translation>Aprende los corales enseguida y termina en tomas</translation>
    </message>
</context>
<context>
    <name>_Rail</name>
    <message>
        <source>Corpora</source>
        <translation>Corpus</translation>
    </message>
    <message>
        <source>What there is to learn from</source>
        <translation>Lo que hay para aprender</translation>
    </message>
    <message>
        <source>Learn a corpus</source>
        <translation>Aprender un corpus</translation>
    </message>
    <message>
        <source>Write, listen, edit, export</source>
        <translation>Escribir, escuchar, editar, exportar</translation>
    </message>
    <message>
        <source>See what the network expects</source>
        <translation>Ver qué espera la red</translation>
    </message>
    <message>
        <source>Theme, language, help</source>
        <translation>Tema, idioma, ayuda</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Entrenar</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Crear</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Analizar</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menú</translation>
    </message>
</context>
<context>
    <name>_SearchLine</name>
    <message>
        <source>Clear the search</source>
        <translation>Vaciar la búsqueda</translation>
    </message>
</context>
<context>
    <name>_Strip</name>
    <message>
        <source>Track {number}</source>
        <translation>Pista {number}</translation>
    </message>
    <message>
        <source>{name}: drag it into your DAW or a folder as a file of its own</source>
        <translation>{name}: arrástrala a tu DAW o a una carpeta como archivo propio</translation>
    </message>
    <message>
        <source>Silence {name}</source>
        <translation>Silenciar {name}</translation>
    </message>
    <message>
        <source>Hear {name} alone</source>
        <translation>Oír solo {name}</translation>
    </message>
    <message>
        <source>Instrument of {name}</source>
        <translation>Instrumento de {name}</translation>
    </message>
    <message>
        <source>Volume of {name}</source>
        <translation>Volumen de {name}</translation>
    </message>
    <message>
        <source>Copy {name} as a file</source>
        <translation>Copiar {name} como archivo</translation>
    </message>
</context>
</TS>
