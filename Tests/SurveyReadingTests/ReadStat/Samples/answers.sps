* Synthetic answers, saved by PSPP 1.6.2 as a portable file (pspp answers.sps) and by haven 2.5.1 as a SAS file (Rscript answers.R).
DATA LIST LIST (",") /id (F6.0) q1 (F1.0) q2 (F2.0) age (F3.1) town (A12).
BEGIN DATA
1,1,3,34.5,Aarhus
2,2,99,27.0,Esbjerg
3,2,98,,København
4,9,5,61.25,
5,1,1,45.0,Vejle
END DATA.
VARIABLE LABELS id 'Respondent' /q1 'Uses social media daily' /q2 'Social media is necessary' /age 'Age in years' /town 'Town'.
VALUE LABELS q1 1 'Yes' 2 'No' 9 'Refused' /q2 1 'Not at all' 3 'Neither' 5 'Very much' 98 'Not asked' 99 'Do not know'.
MISSING VALUES q1 (9) /q2 (98 THRU 99).
SAVE OUTFILE='answers.sav'.
EXPORT OUTFILE='answers.por'.
