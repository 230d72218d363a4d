//! What is on the shelf: receiving, counting, and why a figure is what it is.

mod support;

use serde_json::{Value, json};
use std::slice;
use stockroom_core::kernel::Role;
use support::{Shop, text};

#[test]
fn what_is_received_is_there() {
    Shop::open().play(
        "receive tea 10 coffee 4
         stock tea 10 0 10
         receive tea 5
         stock tea 15 0 15
         stock coffee 4 0 4
         doctor",
    );
}

#[test]
fn a_delivery_is_received_whole_or_not_at_all() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let tea = shop.variant("tea");
    let nobody = uuid::Uuid::now_v7().to_string();
    shop.refuses(
        "NOT_FOUND",
        "stock_receive",
        json!({ "lines": [{ "variantId": tea, "quantity": 5 }, { "variantId": nobody, "quantity": 5 }] }),
    );
    shop.play("stock tea 10 0 10");
}

#[test]
fn an_adjustment_never_goes_below_what_is_promised() {
    Shop::open().play(
        "receive tea 10
         hold R1 tea 4
         adjust tea -7 damaged -> STOCK_BELOW_RESERVED
         adjust tea -6 damaged
         stock tea 4 4 0
         count tea 3 -> STOCK_BELOW_RESERVED
         release R1
         count tea 0
         stock tea 0 0 0
         adjust tea -1 lost -> VALIDATION
         doctor",
    );
}

#[test]
fn an_adjustment_below_what_is_promised_names_who_has_it() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold Maja tea 4
         order O1 tea 3 confirmed",
    );
    let tea = shop.variant("tea");
    let refusal = shop.refuses(
        "STOCK_BELOW_RESERVED",
        "stock_adjust",
        json!({ "variantId": tea, "counted": 2, "reason": "correction" }),
    );
    assert_eq!((refusal["line"]["requested"].as_i64(), refusal["line"]["available"].as_i64()), (Some(2), Some(3)));
    let holders: Vec<(String, i64)> = refusal["line"]["heldBy"]
        .as_array()
        .expect("holders")
        .iter()
        .map(|holder| (text(&holder["label"]), holder["quantity"].as_i64().expect("a quantity")))
        .collect();
    assert_eq!(holders, [("Maja".to_owned(), 4), ("2026-000001 O1".to_owned(), 3)]);
}

#[test]
fn an_adjustment_says_why() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let tea = shop.variant("tea");
    shop.refuses("VALIDATION", "stock_adjust", json!({ "variantId": tea, "delta": -1 }));
    shop.refuses("VALIDATION", "stock_adjust", json!({ "variantId": tea, "delta": -1, "reason": "because" }));
    shop.refuses("VALIDATION", "stock_adjust", json!({ "variantId": tea, "reason": "lost" }));
    shop.refuses("VALIDATION", "stock_adjust", json!({ "variantId": tea, "delta": 0, "reason": "lost" }));
    shop.refuses(
        "VALIDATION",
        "stock_adjust",
        json!({ "variantId": tea, "delta": -1, "counted": 9, "reason": "lost" }),
    );
}

#[test]
fn the_ledger_tells_every_step_from_the_newest() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         hold R1 tea 3 for 60s
         tick 61s
         adjust tea -1 damaged
         order O1 tea 2 delivered",
    );
    let tea = shop.variant("tea");
    let rows = shop.all_pages("stock_movements", &json!({ "variantId": tea }), 2);
    let steps: Vec<(String, i64, i64, i64, i64)> = rows
        .iter()
        .map(|row| {
            let figure = |field: &str| row[field].as_i64().expect("a figure");
            (
                text(&row["kind"]),
                figure("onHandDelta"),
                figure("reservedDelta"),
                figure("onHandAfter"),
                figure("reservedAfter"),
            )
        })
        .collect();
    let expected = [
        ("ship", -2, -2, 7, 0),
        ("reserve", 0, 2, 9, 2),
        ("adjust", -1, 0, 9, 0),
        ("expire", 0, -3, 10, 0),
        ("reserve", 0, 3, 10, 3),
        ("receive", 10, 0, 10, 0),
    ];
    assert_eq!(steps, expected.map(|(kind, a, b, c, d)| (kind.to_owned(), a, b, c, d)));
    let only = shop.all_pages("stock_movements", &json!({ "variantId": tea, "kinds": ["reserve", "ship"] }), 200);
    assert_eq!(only.len(), 3);
    shop.refuses(
        "VALIDATION",
        "stock_movements",
        json!({ "variantId": tea, "from": "2026-11-21", "to": "2026-11-20" }),
    );
}

#[test]
fn why_a_figure_is_what_it_is_adds_up() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         tick 1d
         receive tea 5
         adjust tea -2 lost
         order O1 tea 4 delivered
         hold R1 tea 1",
    );
    let tea = shop.variant("tea");
    let why = shop.call("stock_explain", json!({ "variantId": tea, "from": "2026-11-21" })).done();
    let figure = |field: &str| why[field].as_i64().expect("a figure");
    assert_eq!(
        ["opening", "received", "returned", "shipped", "adjusted", "transferred"].map(figure),
        [10, 5, 0, -4, -2, 0]
    );
    assert_eq!(why["row"]["onHand"], 9);
    let series = why["series"].as_array().expect("a series");
    assert_eq!((series[0]["onHand"].as_i64(), series[0]["available"].as_i64()), (Some(10), Some(10)));
    let end = series.last().expect("a point");
    assert_eq!((end["onHand"].as_i64(), end["available"].as_i64()), (Some(9), Some(8)));
}

#[test]
fn the_stock_list_marks_what_stands_out() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10 coffee 2 salt 3
         product cake 2.00
         hold R1 salt 3",
    );
    let id = shop.product_id("coffee");
    let edit = json!([{ "id": shop.variant("coffee"), "reorderLevel": 2 }]);
    shop.call("product_update", json!({ "id": id, "rowVersion": 1, "variants": edit })).done();
    let rows = shop.all_pages("stock_list", &json!({ "sort": "name" }), 1);
    let marks: Vec<(String, String)> = rows.iter().map(|row| (text(&row["sku"]), text(&row["mark"]))).collect();
    let expected = [("cake", "out"), ("coffee", "low"), ("salt", "all_held"), ("tea", "none")];
    assert_eq!(marks, expected.map(|(sku, mark)| (sku.to_owned(), mark.to_owned())));
    let low = shop.all_pages("stock_list", &json!({ "filter": "low" }), 200);
    assert_eq!(low.len(), 3);
}

#[test]
fn an_absurd_price_and_count_break_no_figure() {
    let mut shop = Shop::open();
    shop.product("gold", "10000000000.00");
    shop.play("count gold 1000000000");
    let summary = shop.call("stock_summary", json!({})).done();
    assert_eq!(summary["onHand"], 1_000_000_000);
    shop.call("store_status", json!({})).done();
}

/// Who has units of tea, as a shortage names them.
fn holders(shop: &mut Shop, counted: i64) -> Vec<Value> {
    let tea = shop.variant("tea");
    let request = json!({ "variantId": tea, "counted": counted, "reason": "damaged" });
    shop.refuses("STOCK_BELOW_RESERVED", "stock_adjust", request)["line"]["heldBy"].as_array().expect("holders").clone()
}

#[test]
fn holds_and_order_lines_give_way_in_the_same_act() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 10
         receive salt 1
         hold Maja tea 3
         order O1 salt 1 tea 6 confirmed",
    );
    let named = holders(&mut shop, 2);
    assert_eq!(named[0]["lineNo"], Value::Null);
    assert_eq!(
        (&named[1]["kind"], &named[1]["lineNo"], &named[1]["quantity"]),
        (&json!("order"), &json!(2), &json!(6))
    );
    let tea = shop.variant("tea");
    let adjusted = shop
        .call(
            "stock_adjust",
            json!({
                "variantId": tea, "counted": 2, "reason": "damaged", "note": "the roof leaked",
                "giveWay": {
                    "reservations": [named[0]["id"]],
                    "orderLines": [{ "orderId": named[1]["id"], "lineNo": named[1]["lineNo"], "quantity": 4 }],
                },
            }),
        )
        .done();
    assert_eq!(adjusted["delta"], -8);
    shop.play(
        "stock tea 2 2 0
         held Maja released
         status O1 confirmed
         total O1 3.00
         process O1
         ship O1
         stock tea 0 0 0
         doctor",
    );
    let of_batch = format!(
        "SELECT action || ' ' || coalesce(reason, '') FROM audit_entry WHERE lower(hex(batch_id)) = '{}' ORDER BY seq",
        text(&adjusted["batchId"]).replace('-', "")
    );
    let audited: Vec<String> = support::column(&shop.look(), &of_batch);
    let said = ["reservation_released", "order_edited", "stock_adjusted"];
    assert_eq!(audited, said.map(|action| format!("{action} damaged: the roof leaked")));
    let lines = shop.call("batch_get", json!({ "id": adjusted["batchId"] })).done();
    assert_eq!((&lines["linesTotal"], &lines["batch"]["units"]), (&json!(1), &json!(-8)));
}

#[test]
fn an_order_whose_last_line_gives_way_is_cancelled() {
    let mut shop = Shop::open();
    shop.play("receive tea 4\n order O1 tea 4 confirmed");
    let named = holders(&mut shop, 0);
    let tea = shop.variant("tea");
    let give_way = json!({ "orderLines": [{ "orderId": named[0]["id"], "lineNo": 1, "quantity": 4 }] });
    let request = json!({ "variantId": tea, "counted": 0, "reason": "lost", "giveWay": give_way });
    shop.call("stock_adjust", request).done();
    shop.play("status O1 cancelled\n stock tea 0 0 0\n doctor");
}

#[test]
fn what_gives_way_covers_the_gap_and_is_no_more_than_asked_for() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         receive tea 10
         receive tea 2 at back
         receive coffee 3
         hold Maja tea 3
         hold Ben tea 2
         hold Ana coffee 1
         hold Kim tea@back 1
         order O1 tea 4 confirmed
         order O2 tea 1",
    );
    let tea = shop.variant("tea");
    let (order, pending) = (shop.order_id("O1"), shop.call("reservation_list", json!({})).done());
    let of_order = pending["rows"].as_array().expect("rows").iter().find(|row| row["orderId"].is_string());
    let of_order = text(&of_order.expect("the hold of O2")["id"]);
    let request = |counted: i64, holds: &[String], lines: Value| {
        json!({
            "variantId": tea, "counted": counted, "reason": "damaged",
            "giveWay": { "reservations": holds, "orderLines": lines },
        })
    };
    let hold = |name: &str| shop.hold_id(name);
    let (maja, ben, ana, kim) = (hold("Maja"), hold("Ben"), hold("Ana"), hold("Kim"));
    let line = |quantity: i64| json!([{ "orderId": order, "lineNo": 1, "quantity": quantity }]);
    let none = json!([]);
    // 10 are reserved of 10: to come to 5, 5 units give way.
    for (code, request) in [
        ("STOCK_BELOW_RESERVED", request(5, slice::from_ref(&maja), line(1))),
        ("STOCK_BELOW_RESERVED", request(5, &[], none.clone())),
        ("CLOSE_SHORT_TOO_MANY", request(5, &[], line(5))),
        ("VALIDATION", request(5, &[maja.clone(), maja.clone()], line(2))),
        ("VALIDATION", request(5, &[maja.clone(), ana], line(2))),
        ("VALIDATION", request(5, &[maja.clone(), kim], line(2))),
        ("VALIDATION", request(5, slice::from_ref(&maja), line(0))),
        ("VALIDATION", request(10, slice::from_ref(&maja), none.clone())),
        ("NOT_FOUND", request(5, &[support::new_id()], none.clone())),
    ] {
        shop.refuses(code, "stock_adjust", request);
    }
    let clerk = shop.role(Role::Clerk);
    shop.refuses_as(&clerk, "FORBIDDEN", "stock_adjust", request(5, slice::from_ref(&maja), line(2)));
    shop.refuses_as(&clerk, "FORBIDDEN", "stock_adjust", request(9, slice::from_ref(&of_order), none.clone()));
    let released = request(5, &[maja, ben], none.clone());
    shop.call_as(&clerk, &support::new_id(), "stock_adjust", &released).done();
    shop.call("stock_adjust", request(4, &[of_order], none)).done();
    shop.play(
        "stock tea@floor 4 4 0
         stock tea@back 2 1 1
         confirm O2 -> STOCK_INSUFFICIENT
         receive tea 1
         confirm O2
         doctor",
    );
}

#[test]
fn a_lapsed_hold_needs_not_give_way() {
    let mut shop = Shop::open();
    shop.play("receive tea 5\n hold R1 tea 4 for 60s\n hold R2 tea 1\n tick 61s");
    let tea = shop.variant("tea");
    let request = json!({
        "variantId": tea, "counted": 1, "reason": "lost", "giveWay": { "reservations": [shop.hold_id("R2")] },
    });
    // The hold that is due is ended on the way to any command; nothing else is changed.
    shop.call("stock_adjust", request).refused("VALIDATION");
    shop.play("held R2 active\n count tea 1\n held R1 expired\n stock tea 1 1 0\n doctor");
}

#[test]
fn found_units_make_the_sale_go_on() {
    let mut shop = Shop::open();
    shop.play(
        "receive tea 1
         order O1 tea 3 -> STOCK_INSUFFICIENT
         adjust tea 2 found
         order O1 tea 3 delivered
         stock tea 0 0 0
         adjust tea 1 undo -> VALIDATION
         adjust tea 1 count -> VALIDATION
         doctor",
    );
    let tea = shop.variant("tea");
    let rows = shop.all_pages("stock_movements", &json!({ "variantId": tea, "kinds": ["adjust"] }), 10);
    assert_eq!((&rows[0]["reason"], &rows[0]["reasonName"]), (&json!("found"), &json!("Found")));
}

#[test]
fn opening_stock_is_entered_once_for_each_place() {
    let mut shop = Shop::open();
    shop.play(
        "location back
         open tea 10 coffee 4
         stock tea@floor 10 0 10
         open tea 3 at back
         stock tea 13 0 13
         open salt 5 tea 1 -> VALIDATION
         open tea 1 at back -> VALIDATION
         open salt 2 salt 3 -> VALIDATION
         stock salt 0 0 0
         receive salt 1
         open salt 5 -> VALIDATION
         open salt 5 at back
         doctor",
    );
    let lines = shop.lines(&["pepper", "2"]);
    shop.refuses_as(&shop.role(Role::Clerk), "FORBIDDEN", "stock_open", json!({ "lines": lines }));
    let kinds: Vec<String> = shop
        .all_pages("batch_list", &json!({ "kinds": ["opening"] }), 10)
        .iter()
        .map(|row| text(&row["kind"]))
        .collect();
    assert_eq!(kinds.len(), 3);
}

#[test]
fn the_ledger_is_searched_by_person_and_by_place() {
    let mut shop = Shop::open();
    shop.play("location back\n receive tea 10\n transfer floor back tea 4\n adjust tea@back -1 own_use");
    let tea = shop.variant("tea");
    let rows = |request: Value| {
        let mut asked = json!({ "variantId": tea });
        for (name, value) in request.as_object().expect("fields") {
            asked[name] = value.clone();
        }
        shop.all_pages("stock_movements", &asked, 1).iter().map(|row| text(&row["kind"])).collect::<Vec<_>>()
    };
    let me = shop.call("staff_list", json!({})).done()["me"]["id"].clone();
    assert_eq!(rows(json!({ "staffId": me })), ["adjust", "transfer_in", "transfer_out", "receive"]);
    assert_eq!(rows(json!({ "staffId": support::new_id() })), Vec::<String>::new());
    assert_eq!(rows(json!({ "locationId": shop.location_id("back") })), ["adjust", "transfer_in"]);
    assert_eq!(rows(json!({ "batchId": shop.batch(&["2"]) })), ["transfer_in", "transfer_out"]);
}

#[test]
fn people_keep_the_list_of_reasons() {
    let mut shop = Shop::open();
    let made = shop.call("reason_create", json!({ "name": "Window display" })).done();
    assert_eq!((&made["code"], &made["choosable"]), (&json!("window_display"), &json!(true)));
    shop.play("receive tea 5\n adjust tea -1 window_display");
    let update = |version: i64, field: &str, value: Value| {
        let mut request = json!({ "id": made["id"], "rowVersion": version });
        request[field] = value;
        request
    };
    shop.call("reason_update", update(1, "name", json!("Shown in the window"))).done();
    shop.refuses("CONFLICT", "reason_update", update(1, "archived", json!(true)));
    shop.call("reason_update", update(2, "archived", json!(true))).done();
    shop.play("adjust tea -1 window_display -> VALIDATION");
    let tea = shop.variant("tea");
    let rows = shop.all_pages("stock_movements", &json!({ "variantId": tea, "kinds": ["adjust"] }), 10);
    assert_eq!(rows[0]["reasonName"], "Shown in the window", "the ledger keeps the code");
    let again = shop.call("reason_create", json!({ "name": "Window display" })).done();
    assert_eq!(again["code"], "window_display_2");
    let odd = shop.call("reason_create", json!({ "name": "\u{2014}" })).done();
    assert_eq!(odd["code"], "reason");
    let choosable: Vec<String> = shop.call("reason_list", json!({})).done()["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| row["choosable"] == false)
        .map(|row| text(&row["code"]))
        .collect();
    assert_eq!(choosable, ["import", "count", "undo"]);
    shop.refuses_as(&shop.role(Role::Clerk), "FORBIDDEN", "reason_create", json!({ "name": "Mine" }));
}

/// The order of a figure is kept in memory and follows the ledger: after every movement it is what sorting the whole
/// list gives, at each place, down and up, whatever is filtered, and whoever moved it.
#[test]
fn the_list_goes_by_a_figure_as_it_is_now() {
    const GOODS: u64 = 24;
    let shop = Shop::open();
    let mut variants = Vec::new();
    for n in 0..GOODS {
        let product = json!({ "name": format!("Good {n}"), "sku": format!("G-{n}"), "price": "1.00" });
        variants.push(shop.call("product_create", product).done()["variants"][0]["id"].clone());
    }
    let cellar = shop.call("location_create", json!({ "name": "Cellar" })).done()["id"].clone();
    let mut dice = 7_u64;
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    for round in 0..12 {
        for _ in 0..6 {
            let variant = &variants[roll(GOODS) as usize];
            let place = if roll(2) == 0 { cellar.clone() } else { Value::Null };
            let lines = json!([{ "variantId": variant, "quantity": roll(5) + 1 }]);
            match roll(3) {
                0 | 1 => drop(shop.call("stock_receive", json!({ "lines": lines, "locationId": place })).done()),
                // Short of units it is refused, which moves nothing.
                _ => drop(shop.call("reservation_create", json!({ "lines": lines, "forWhom": "Ada" }))),
            }
        }
        for place in [Value::Null, cellar.clone()] {
            for filter in ["all", "low", "reserved", "out"] {
                let text = if round % 2 == 0 { "" } else { "good" };
                let request = json!({ "filter": filter, "locationId": place, "text": text, "sort": "name" });
                let listed = shop.all_pages("stock_list", &request, 50);
                for figure in ["on_hand", "reserved", "available"] {
                    let field = if figure == "on_hand" { "onHand" } else { figure };
                    let key = |row: &Value| {
                        let made = variants.iter().position(|variant| *variant == row["variantId"]);
                        (row[field].as_i64(), made)
                    };
                    let mut wanted: Vec<_> = listed.iter().map(key).collect();
                    wanted.sort_unstable();
                    for (sort, down) in [(figure.to_owned(), false), (format!("{figure}_desc"), true)] {
                        let mut asked = request.clone();
                        asked["sort"] = json!(sort);
                        let mut got: Vec<_> = shop.all_pages("stock_list", &asked, 7).iter().map(key).collect();
                        if down {
                            got.reverse();
                        }
                        assert_eq!(got, wanted, "round {round}: {asked}");
                    }
                }
            }
        }
    }
    shop.doctor();
}

/// More match than are fetched at once: they are met along the order of the figure, and held against the words.
#[test]
fn a_text_that_matches_very_many_is_met_along_a_figure() {
    let shop = Shop::open();
    let mut made = Vec::new();
    for (product, name) in ["Enamel mug", "Enamel bowl"].iter().cycle().take(8).enumerate() {
        let variants: Vec<Value> = (0..500)
            .map(|n| json!({ "sku": format!("{product}-{n}"), "attributes": [{ "name": "No", "value": n.to_string() }] }))
            .collect();
        let product = json!({ "name": format!("{name} {product}"), "price": "1.00", "variants": variants });
        let product = shop.call("product_create", product).done();
        made.extend(product["variants"].as_array().expect("variants").iter().map(|variant| variant["id"].clone()));
    }
    for place in (0..made.len()).step_by(97) {
        let lines = json!([{ "variantId": made[place], "quantity": place % 13 + 1 }]);
        shop.call("stock_receive", json!({ "lines": lines })).done();
    }
    for (text, matching) in [("enamel", 4_000), ("mug enamel", 2_000), ("e", 4_000), ("bowl 7", 0)] {
        for sort in ["available_desc", "on_hand"] {
            let request = json!({ "text": text, "sort": sort });
            let got = shop.all_pages("stock_list", &request, 500);
            let by_name = shop.all_pages("stock_list", &json!({ "text": text, "sort": "name" }), 500);
            let key =
                |row: &Value| (row["onHand"].as_i64(), made.iter().position(|variant| *variant == row["variantId"]));
            let mut wanted: Vec<_> = by_name.iter().map(key).collect();
            wanted.sort_unstable();
            if sort == "available_desc" {
                wanted.reverse();
            }
            assert!(matching == 0 || wanted.len() == matching, "{text}: {}", wanted.len());
            assert_eq!(got.iter().map(key).collect::<Vec<_>>(), wanted, "{request}");
        }
    }
}
