/// Small exports in Qualtrics's layouts, written for the tests.
enum QualtricsFixtures {
  /// The current layout with choice texts.
  static let current = """
    StartDate,Status,Finished,IPAddress,ResponseId,Q1,Q2,Q2_3_TEXT,Q3_1,Q3_2,Q4,Q5_1,Q5_2\r
    Start Date,Response Type,Finished,IP Address,Response ID,"How do you feel, overall?",Which do you use? - \
    Selected Choice,Which do you use? - Other - Text,Agree? - I like - it,Agree? - I need it,Say more,Tick - One,\
    Tick - Two\r
    "{""ImportId"":""startDate"",""timeZone"":""Europe/Copenhagen""}","{""ImportId"":""status""}",\
    "{""ImportId"":""finished""}","{""ImportId"":""ipAddress""}","{""ImportId"":""_recordId""}",\
    "{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID2_3_TEXT""}",\
    "{""ImportId"":""QID3_1""}","{""ImportId"":""QID3_2""}","{""ImportId"":""QID4_TEXT""}",\
    "{""ImportId"":""QID5_1""}","{""ImportId"":""QID5_2""}"\r
    2024-05-01 10:00:00,IP Address,True,192.0.2.1,R_1,Good,"News, weather,Chat",,Agree,Strongly agree,fine,One,\r
    2024-05-01 11:00:00,Survey Preview,True,192.0.2.2,R_2,Bad,Chat,,Disagree,Agree,so so,,Two\r
    2024-05-01 12:00:00,IP Address,False,192.0.2.3,R_3,,"Chat,Other",a diary,,Don't know,"one\ntwo",One,Two\r

    """

  /// The questionnaire of those exports, with a recoded scale, a residual and PHP's changing lists.
  static let questionnaire = """
    {"SurveyEntry":{"SurveyID":"SV_1","SurveyName":"Feelings"},"SurveyElements":[
    {"Element":"BL","Payload":[]},
    {"Element":"SQ","Payload":{"QuestionID":"QID1","DataExportTag":"Q1","QuestionType":"MC","Selector":"SAVR",
     "QuestionText":"How do you <b>feel</b>,&nbsp;overall?","Choices":{"1":{"Display":"Bad"},"4":{"Display":"Good"}},
     "ChoiceOrder":["1",4],"RecodeValues":{"1":"1","4":2}}},
    {"Element":"SQ","Payload":{"QuestionID":"QID2","DataExportTag":"Q2","QuestionType":"MC","Selector":"MAVR",
     "QuestionText":"Which do you use?","Choices":{"1":{"Display":"News, weather"},"2":{"Display":"Chat"},
     "3":{"Display":"Other","TextEntry":"true"}},"ChoiceOrder":["2","1","3"],"RecodeValues":[]}},
    {"Element":"SQ","Payload":{"QuestionID":"QID3","DataExportTag":"Q3","QuestionType":"Matrix","Selector":"Likert",
     "SubSelector":"SingleAnswer","QuestionText":"Agree?","Choices":{"1":{"Display":"I like it"},
     "2":{"Display":"I need it"}},"ChoiceOrder":["1","2"],"Answers":{"1":{"Display":"Strongly agree"},
     "2":{"Display":"Agree"},"3":{"Display":"Disagree"},"4":{"Display":"Don't know"}},"AnswerOrder":["3","2","1","4"],
     "RecodeValues":{"1":"3","2":"2","3":"1","4":"-1"},"ChoiceDataExportTags":false}},
    {"Element":"SQ","Payload":{"QuestionID":"QID4","DataExportTag":"Q4","QuestionType":"TE","Selector":"SL",
     "QuestionText":"Say more"}},
    {"Element":"SQ","Payload":{"QuestionID":"QID5","DataExportTag":"Q5","QuestionType":"MC","Selector":"MAVR",
     "QuestionText":"Tick","Choices":[[],{"Display":"One"},{"Display":"Two"}],"ChoiceOrder":[1,2]}},
    {"Element":"SQ","Payload":{"QuestionID":"QID6","DataExportTag":"Q6","QuestionType":"DB","Selector":"TB",
     "QuestionText":"Thank you","Choices":[]}}]}
    """
}
