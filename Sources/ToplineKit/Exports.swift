// The umbrella: what users of the library may rely on, and nothing else.
@_exported public import PaperFigures
@_exported public import PaperGraphics
@_exported public import PaperReports
@_exported public import PaperTables
@_exported public import SocialNecessity
@_exported public import StudyPlan
@_exported public import SurveyAggregation
@_exported public import SurveyModel
@_exported public import SurveyPreparation
@_exported public import SurveyReading
@_exported public import SurveyStatistics
@_exported public import SurveyWriting
@_exported public import TextFormats
