internal import SurveyModel
