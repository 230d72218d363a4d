//! Counting what is on the shelf while the store goes on selling.

mod support;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::{Answer, Shop, text};

/// A shop with sheets in it. To the shop's own words come those of counting:
///
/// ```text
/// sheet A all                 or list, or blind
/// tally A tea 5               one more part of a figure
/// set A tea 8                 the whole figure
/// clear A tea
/// sees A tea 10 8 -2          expected, counted, difference of a line; - is null
/// figures A 3 1 1 0           lines, counted, differing, to recount
/// post A                      or `post A accepting`, or `post A rest none`
/// abandon A
/// ```
struct Desk {
    shop: Shop,
    sheets: BTreeMap<String, String>,
    posted: BTreeMap<String, Value>,
}

impl Desk {
    fn open() -> Desk {
        Desk { shop: Shop::open(), sheets: BTreeMap::new(), posted: BTreeMap::new() }
    }

    #[track_caller]
    fn play(&mut self, scenario: &str) {
        for line in scenario.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (act, expected) = line.split_once("->").map_or((line, "ok"), |(act, end)| (act, end.trim()));
            let words: Vec<&str> = act.split_whitespace().collect();
            match self.act(&words) {
                Some(answer) => assert_eq!(answer.said(), expected, "in `{line}`: {}", answer.text),
                None => self.shop.play(line),
            }
        }
    }

    fn id(&self, sheet: &str) -> String {
        self.sheets.get(sheet).unwrap_or_else(|| panic!("there is no sheet {sheet}")).clone()
    }

    fn sheet(&self, sheet: &str) -> Value {
        self.shop.call("count_get", json!({ "id": self.id(sheet) })).done()
    }

    fn lines(&self, sheet: &str, filter: &str) -> Vec<Value> {
        self.shop.all_pages("count_lines", &json!({ "id": self.id(sheet), "filter": filter }), 2)
    }

    fn line(&self, sheet: &str, sku: &str) -> Value {
        let lines = self.lines(sheet, "all");
        lines.into_iter().find(|line| line["sku"] == sku).unwrap_or_else(|| panic!("no line of {sku}"))
    }

    fn enter(&mut self, sheet: &str, mode: &str, pairs: &[&str]) -> Answer {
        let entries: Vec<Value> = self
            .shop
            .lines_of(pairs)
            .into_iter()
            .map(|(variant, quantity)| json!({ "variantId": variant, "quantity": quantity, "mode": mode }))
            .collect();
        self.shop.call("count_enter", json!({ "id": self.id(sheet), "entries": entries }))
    }

    fn post(&mut self, sheet: &str, uncounted: &str, accept_moved: bool) -> Answer {
        let version = self.sheet(sheet)["rowVersion"].clone();
        let request = json!({
            "id": self.id(sheet), "rowVersion": version, "uncounted": uncounted, "acceptMoved": accept_moved,
        });
        let answer = self.shop.call("count_post", request);
        if answer.outcome() == "done" {
            self.posted.insert(sheet.to_owned(), answer.json["value"].clone());
        }
        answer
    }

    fn act(&mut self, words: &[&str]) -> Option<Answer> {
        let known = |figure: &Value| figure.as_i64().map_or("-".to_owned(), |figure| figure.to_string());
        Some(match *words {
            ["sheet", name, scope] => {
                let (scope, blind) = if scope == "blind" { ("all", true) } else { (scope, false) };
                let answer = self.shop.call("count_start", json!({ "name": name, "scope": scope, "blind": blind }));
                self.sheets.insert(name.to_owned(), text(&answer.json["value"]["id"]));
                answer
            }
            ["tally", sheet, ref pairs @ ..] => self.enter(sheet, "add", pairs),
            ["set", sheet, ref pairs @ ..] => self.enter(sheet, "set", pairs),
            ["clear", sheet, name] => {
                let variant = self.shop.variant(name);
                self.shop.call("count_clear", json!({ "id": self.id(sheet), "variantId": variant }))
            }
            ["sees", sheet, name, ref figures @ ..] => {
                let line = self.line(sheet, name);
                let seen: Vec<String> =
                    ["expected", "counted", "difference"].iter().map(|field| known(&line[*field])).collect();
                assert_eq!(seen, figures, "{words:?}: {line}");
                return Some(done());
            }
            ["figures", sheet, ref figures @ ..] => {
                let row = self.sheet(sheet);
                let seen: Vec<String> =
                    ["lines", "counted", "differs", "recount"].iter().map(|field| known(&row[*field])).collect();
                assert_eq!(seen, figures, "{words:?}: {row}");
                for (filter, figure) in [("all", "lines"), ("differs", "differs"), ("recount", "recount")] {
                    if row["status"] == "open" && !row["differs"].is_null() {
                        let lines = self.lines(sheet, filter).len() as i64;
                        assert_eq!(row[figure], lines, "the list of {filter} of {sheet}");
                    }
                }
                return Some(done());
            }
            ["post", sheet] => self.post(sheet, "leave", false),
            ["post", sheet, "accepting"] => self.post(sheet, "leave", true),
            ["post", sheet, "rest", "none"] => self.post(sheet, "zero", false),
            ["abandon", sheet] => {
                let version = self.sheet(sheet)["rowVersion"].clone();
                self.shop.call("count_cancel", json!({ "id": self.id(sheet), "rowVersion": version }))
            }
            _ => return None,
        })
    }
}

fn done() -> Answer {
    Answer::parse(json!({ "outcome": "done", "value": null }).to_string())
}

/// What is on hand, what is counted, what moves before, between and after, and what is there once it is posted.
const WHILE_TRADING: &[(&str, &str)] = &[
    (
        "nothing moves",
        "receive tea 10 coffee 4 salt 3
         sheet A all
         figures A 3 0 0 0
         tally A tea 5 coffee 4
         tally A tea 3
         sees A tea 10 8 -2
         sees A salt 3 - -
         figures A 3 2 1 0
         post A
         figures A 3 2 1 0
         sees A tea 10 8 -2
         sees A coffee 4 4 0
         stock tea 8 0 8
         stock coffee 4 0 4
         stock salt 3 0 3",
    ),
    (
        "sold before it is counted",
        "receive tea 10
         sheet A all
         order O1 tea 3 delivered
         set A tea 7
         sees A tea 7 7 0
         post A
         stock tea 7 0 7",
    ),
    (
        "sold after it was counted",
        "receive tea 10
         sheet A all
         set A tea 8
         order O1 tea 3 delivered
         sees A tea 10 8 -2
         figures A 1 1 1 0
         post A
         stock tea 5 0 5",
    ),
    (
        "counted right, sold afterwards",
        "receive tea 10
         sheet A all
         set A tea 10
         order O1 tea 3 delivered
         figures A 1 1 0 0
         post A
         stock tea 7 0 7",
    ),
    (
        "received after it was counted",
        "receive tea 10
         sheet A all
         set A tea 12
         receive tea 5
         sees A tea 10 12 2
         post A
         stock tea 17 0 17",
    ),
    (
        "sold and received until nothing seems to have moved",
        "receive tea 10
         sheet A all
         tally A tea 6
         order O1 tea 2 delivered
         receive tea 2
         tally A tea 4
         figures A 1 1 0 1
         post A -> COUNT_NEEDS_RECOUNT
         stock tea 10 0 10",
    ),
    (
        "sold between two parts of the figure, and counted again",
        "receive tea 10
         sheet A all
         tally A tea 4
         order O1 tea 1 delivered
         tally A tea 5
         figures A 1 1 0 1
         post A -> COUNT_NEEDS_RECOUNT
         set A tea 8
         figures A 1 1 1 0
         post A
         stock tea 8 0 8",
    ),
    (
        "sold between two parts of the figure, and taken as it is",
        "receive tea 10
         sheet A all
         tally A tea 4
         order O1 tea 1 delivered
         tally A tea 4
         post A -> COUNT_NEEDS_RECOUNT
         post A accepting
         stock tea 8 0 8",
    ),
    (
        "cleared, it counts anew",
        "receive tea 10
         sheet A all
         tally A tea 4
         order O1 tea 1 delivered
         tally A tea 4
         clear A tea
         sees A tea 9 - -
         figures A 1 0 0 0
         tally A tea 9
         figures A 1 1 0 0
         post A
         stock tea 9 0 9",
    ),
    (
        "a hold takes nothing off the shelf",
        "receive tea 10
         sheet A all
         tally A tea 4
         hold R1 tea 2
         release R1
         hold R2 tea 1
         tally A tea 5
         figures A 1 1 1 0
         post A
         stock tea 9 1 8",
    ),
    (
        "promised before it is counted, shipped before it is posted",
        "receive tea 10
         order O1 tea 4 confirmed
         sheet A all
         set A tea 9
         process O1
         ship O1
         sees A tea 10 9 -1
         post A
         stock tea 5 0 5",
    ),
    (
        "fewer than are promised",
        "receive tea 10
         sheet A all
         set A tea 2
         hold R1 tea 3 for 60s
         post A -> COUNT_BELOW_RESERVED
         stock tea 10 3 7
         tick 61s
         post A
         stock tea 2 0 2",
    ),
    (
        "more left since than were counted: only another count helps",
        "receive tea 10
         sheet A all
         set A tea 2
         figures A 1 1 1 0
         order O1 tea 5 delivered
         figures A 1 1 1 1
         post A -> COUNT_NEEDS_RECOUNT
         post A accepting -> COUNT_NEEDS_RECOUNT
         set A tea 5
         post A
         stock tea 5 0 5",
    ),
    (
        "what nobody counted is left",
        "receive tea 10 coffee 4
         sheet A all
         set A tea 9
         post A
         stock tea 9 0 9
         stock coffee 4 0 4",
    ),
    (
        "what nobody counted was not there",
        "receive tea 10 coffee 4
         product salt 1.00
         sheet A all
         set A tea 9
         receive coffee 2
         post A rest none
         figures A 3 3 2 0
         sees A coffee 6 0 -6
         stock tea 9 0 9
         stock coffee 0 0 0
         stock salt 0 0 0",
    ),
    (
        "what nobody counted and somebody was promised",
        "receive tea 10 coffee 4
         hold R1 coffee 1
         sheet A all
         set A tea 10
         post A rest none -> COUNT_BELOW_RESERVED
         figures A 2 1 0 0
         release R1
         post A rest none
         stock coffee 0 0 0",
    ),
    (
        "a list never meant to be whole",
        "receive tea 10 coffee 4
         sheet A list
         figures A 0 0 0 0
         set A tea 9
         figures A 1 1 1 0
         post A rest none -> VALIDATION
         post A
         stock tea 9 0 9
         stock coffee 4 0 4",
    ),
    (
        "what is new since the sheet began is on it once it is counted",
        "receive tea 10
         sheet A all
         receive coffee 4
         figures A 1 0 0 0
         tally A coffee 5
         figures A 2 1 1 0
         receive salt 3
         post A rest none
         stock tea 0 0 0
         stock coffee 5 0 5
         stock salt 3 0 3",
    ),
    (
        "one thing on two sheets: it is put right once",
        "receive tea 10
         sheet A all
         sheet B all
         set A tea 8
         set B tea 8
         post A
         sees B tea 10 8 0
         figures B 1 1 0 0
         post B
         stock tea 8 0 8",
    ),
    (
        "one thing on two sheets, sold in between",
        "receive tea 10
         sheet A all
         sheet B all
         set A tea 8
         order O1 tea 1 delivered
         set B tea 7
         sees B tea 9 7 -2
         order O2 tea 1 delivered
         post A
         stock tea 6 0 6
         sees B tea 9 7 0
         post B
         stock tea 6 0 6",
    ),
    (
        "of two counts the later one holds, posted last",
        "receive tea 10
         sheet A all
         sheet B all
         set A tea 8
         set B tea 7
         post A
         stock tea 8 0 8
         sees B tea 10 7 -1
         post B
         stock tea 7 0 7",
    ),
    (
        "of two counts the later one holds, posted first",
        "receive tea 10
         sheet A all
         sheet B all
         set A tea 8
         set B tea 10
         post B
         stock tea 10 0 10
         sees A tea 10 8 0
         figures A 1 1 0 0
         post A
         stock tea 10 0 10",
    ),
    (
        "of two counts the later one holds, posted first, while the store sells",
        "receive tea 10
         sheet A all
         sheet B all
         set A tea 8
         order O1 tea 1 delivered
         set B tea 6
         order O2 tea 1 delivered
         post B
         stock tea 5 0 5
         sees A tea 10 8 0
         post A
         stock tea 5 0 5",
    ),
    (
        "counted, then found while selling: the same unit",
        "product tea 1.00
         sheet A all
         set A tea 1
         adjust tea 1 found
         sees A tea 0 1 0
         order O1 tea 1 delivered
         figures A 1 1 0 0
         post A
         stock tea 0 0 0",
    ),
    (
        "counted, then corrected by hand to the same figure",
        "receive tea 10
         sheet A all
         set A tea 8
         count tea 8
         sees A tea 10 8 0
         post A
         stock tea 8 0 8",
    ),
    (
        "counted, then corrected by hand to another figure: who is right?",
        "receive tea 10
         sheet A all
         set A tea 8
         count tea 7
         sees A tea 10 8 1
         figures A 1 1 1 1
         post A -> COUNT_NEEDS_RECOUNT
         post A accepting
         stock tea 8 0 8",
    ),
    (
        "counted, then broken: it was there and is not any more",
        "receive tea 10
         sheet A all
         set A tea 8
         adjust tea -1 damaged
         sees A tea 10 8 -2
         post A
         stock tea 7 0 7",
    ),
    (
        "a slip of the hand is taken back",
        "receive tea 10
         sheet A all
         tally A tea 50
         tally A tea -41
         tally A tea -10 -> VALIDATION
         sees A tea 10 9 -1
         post A
         stock tea 9 0 9",
    ),
    (
        "none of it",
        "receive tea 10
         sheet A all
         tally A tea 0
         figures A 1 1 1 0
         post A
         stock tea 0 0 0",
    ),
    (
        "given up, it changes nothing and can be read",
        "receive tea 10
         sheet A all
         set A tea 8
         abandon A
         post A -> COUNT_ENDED
         figures A 1 1 1 0
         sees A tea 10 8 -2
         order O1 tea 3 delivered
         sees A tea 10 8 -2
         stock tea 7 0 7",
    ),
    (
        "the power goes",
        "receive tea 10
         sheet A all
         set A tea 8
         power cut
         sees A tea 10 8 -2
         post A
         power cut
         stock tea 8 0 8",
    ),
];

#[test]
fn a_count_is_right_whatever_happens_meanwhile() {
    for (what, scenario) in WHILE_TRADING {
        println!("{what}");
        let mut desk = Desk::open();
        desk.play(scenario);
        desk.play("doctor");
    }
}
