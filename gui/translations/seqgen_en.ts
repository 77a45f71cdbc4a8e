<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Corpora</name>
    <message numerus="yes">
        <source>%Ln piece(s) left out</source>
        <translation>
            <numerusform>%Ln piece left out</numerusform>
            <numerusform>%Ln pieces left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln further corpora</source>
        <translation>
            <numerusform>%Ln further corpus</numerusform>
            <numerusform>%Ln further corpora</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CorpusHeader</name>
    <message numerus="yes">
        <source>%Ln piece(s)</source>
        <translation>
            <numerusform>%Ln piece</numerusform>
            <numerusform>%Ln pieces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n take</numerusform>
            <numerusform>%n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message numerus="yes">
        <source>{name} and %n more</source>
        <translation>
            <numerusform>{name} and %n more</numerusform>
            <numerusform>{name} and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are written.</source>
        <translation>
            <numerusform>%n file is written.</numerusform>
            <numerusform>%n files are written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{why} (%n file(s) were written before)</source>
        <translation>
            <numerusform>{why} (%n file was written before)</numerusform>
            <numerusform>{why} (%n files were written before)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n file(s) are written.</source>
        <translation>
            <numerusform>Stopped. %n file is written.</numerusform>
            <numerusform>Stopped. %n files are written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%n take(s) of another kind are left out</source>
        <translation>
            <numerusform>%n take of another kind is left out</numerusform>
            <numerusform>%n takes of another kind are left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n take(s)</source>
        <translation>
            <numerusform>Export %n take</numerusform>
            <numerusform>Export %n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KindView</name>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln event</numerusform>
            <numerusform>%Ln events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MusicRulesSection</name>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n bar</numerusform>
            <numerusform>%n bars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MusicView</name>
    <message numerus="yes">
        <source>%Ln note(s)</source>
        <translation>
            <numerusform>%Ln note</numerusform>
            <numerusform>%Ln notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bar(s)</source>
        <translation>
            <numerusform>%Ln bar</numerusform>
            <numerusform>%Ln bars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln minute</numerusform>
            <numerusform>%Ln minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewRunForm</name>
    <message numerus="yes">
        <source>Learn for %n minute(s), everything included</source>
        <translation>
            <numerusform>Learn for %n minute, everything included</numerusform>
            <numerusform>Learn for %n minutes, everything included</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanWords</name>
    <message numerus="yes">
        <source>%n unit(s)</source>
        <translation>
            <numerusform>%n unit</numerusform>
            <numerusform>%n units</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s)</source>
        <translation>
            <numerusform>%n layer</numerusform>
            <numerusform>%n layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadingOptions</name>
    <message numerus="yes">
        <source>%Ln remark(s)</source>
        <translation>
            <numerusform>%Ln remark</numerusform>
            <numerusform>%Ln remarks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordDialog</name>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RollCommands</name>
    <message numerus="yes">
        <source>%Ln note(s) copied</source>
        <translation>
            <numerusform>%Ln note copied</numerusform>
            <numerusform>%Ln notes copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RollEditing</name>
    <message numerus="yes">
        <source>%Ln note(s) chosen</source>
        <translation>
            <numerusform>%Ln note chosen</numerusform>
            <numerusform>%Ln notes chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SamplingPanel</name>
    <message numerus="yes">
        <source>Generate %n take(s)</source>
        <translation>
            <numerusform>Generate %n take</numerusform>
            <numerusform>Generate %n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeriesView</name>
    <message numerus="yes">
        <source>%Ln reading(s)</source>
        <translation>
            <numerusform>%Ln reading</numerusform>
            <numerusform>%Ln readings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SingDialog</name>
    <message numerus="yes">
        <source>%n note(s), {tempo} bpm</source>
        <translation>
            <numerusform>%n note, {tempo} bpm</numerusform>
            <numerusform>%n notes, {tempo} bpm</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeList</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new take(s)</source>
        <translation>
            <numerusform>%n new take</numerusform>
            <numerusform>%n new takes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n take</numerusform>
            <numerusform>%n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakePictures</name>
    <message numerus="yes">
        <source>%n take(s) cannot be shown; the first: {problem}</source>
        <translation>
            <numerusform>%n take cannot be shown: {problem}</numerusform>
            <numerusform>%n takes cannot be shown; the first: {problem}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeRows</name>
    <message numerus="yes">
        <source>Delete %n take(s)</source>
        <translation>
            <numerusform>Delete %n take</numerusform>
            <numerusform>Delete %n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeStore</name>
    <message numerus="yes">
        <source>%n take(s) could not be read and were left out; the first: {problem}</source>
        <translation>
            <numerusform>%n take could not be read and was left out: {problem}</numerusform>
            <numerusform>%n takes could not be read and were left out; the first: {problem}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeUndo</name>
    <message numerus="yes">
        <source>Delete %n take(s)</source>
        <translation>
            <numerusform>Delete %n take</numerusform>
            <numerusform>Delete %n takes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Mark %n take(s)</source>
        <translation>
            <numerusform>Mark %n take</numerusform>
            <numerusform>Mark %n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TextView</name>
    <message numerus="yes">
        <source>%Ln character(s)</source>
        <translation>
            <numerusform>%Ln character</numerusform>
            <numerusform>%Ln characters</numerusform>
        </translation>
    </message>
</context>
</TS>
