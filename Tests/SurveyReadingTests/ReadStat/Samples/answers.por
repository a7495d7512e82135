ASCII SPSS PORT FILE                    ASCII SPSS PORT FILE                    
ASCII SPSS PORT FILE                    ASCII SPSS PORT FILE                    
ASCII SPSS PORT FILE                    0000000000000000000000000000000000000000
0000000000000000000000000123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst
uvwxyz .<(+|&[]!$*);^-/|,%_>?`:$@'="000000~-0000123456789000-()0{}\0000000000000
00000000000000000000000000000000000000000000000000000000SPSSPORTA8/202611246/163
9041E/GNU pspp 1.6.23J/x86_64-pc-linux-gnu45/5B/70/2/ID5/6/0/5/6/0/CA/Respondent
70/2/Q15/1/0/5/1/0/89/CN/Uses social media daily70/2/Q25/2/0/5/2/0/B38/39/CP/Soc
ial media is necessary70/3/AGE5/4/1/5/4/1/CC/Age in years7C/4/TOWN1/C/0/1/C/0/C4
/TownD1/2/Q13/1/3/Yes2/2/No9/7/RefusedD1/2/Q25/1/A/Not at all3/7/Neither5/9/Very
 much38/9/Not asked39/B/Do not knowF1/1/3/14.F/C/Aarhus      2/2/39/R/C/Esbjerg 
    3/2/38/*.C/København  4/9/5/21.7F/C/            5/1/1/1F/C/Vejle       ZZZZ
