//! What the store sells: categories, products with their variants, codes, and how all of it is found.

mod support;

use serde_json::{Value, json};
use stockroom_core::kernel::Role;
use support::{Shop, new_id, text};

/// A category by its path like "Drinks > Tea", made where it is not there yet.
fn category(shop: &Shop, path: &str) -> Value {
    let mut parent = Value::Null;
    for name in path.split(" > ") {
        let rows = tree(shop);
        let known = rows.iter().find(|row| row["name"] == name && row["parentId"] == parent);
        parent = match known {
            Some(row) => row["id"].clone(),
            None => {
                let request = json!({ "name": name, "parentId": parent });
                shop.call("category_create", request).done()["id"].clone()
            }
        };
    }
    parent
}

fn tree(shop: &Shop) -> Vec<Value> {
    shop.call("category_list", json!({})).done()["rows"].as_array().expect("rows").clone()
}

/// The paths of the tree in its order, each with its products and those within.
fn shown(shop: &Shop) -> Vec<String> {
    tree(shop).iter().map(|row| format!("{} {}/{}", path(row), row["products"], row["productsWithin"])).collect()
}

fn path(row: &Value) -> String {
    row["path"].as_array().expect("a path").iter().map(text).collect::<Vec<_>>().join(" > ")
}

fn version(shop: &Shop, id: &Value) -> i64 {
    let rows = shop.call("category_list", json!({ "archived": true })).done();
    let row = rows["rows"].as_array().expect("rows").iter().find(|row| row["id"] == *id).expect("the category").clone();
    row["rowVersion"].as_i64().expect("a version")
}

fn product(shop: &Shop, request: Value) -> Value {
    let mut whole = json!({ "price": "10.00" });
    for (field, value) in request.as_object().expect("fields") {
        whole[field] = value.clone();
    }
    shop.call("product_create", whole).done()
}

fn skus(shop: &Shop, request: Value) -> Vec<String> {
    shop.all_pages("stock_list", &request, 3).iter().map(|row| text(&row["sku"])).collect()
}

fn suggested(shop: &Shop, text_typed: &str) -> Vec<String> {
    let rows = shop.call("product_suggest", json!({ "text": text_typed })).done();
    rows["rows"].as_array().expect("rows").iter().map(|row| text(&row["sku"])).collect()
}

// ---- categories ----------------------------------------------------------------------------------------

#[test]
fn categories_form_a_tree_by_name() {
    let shop = Shop::open();
    for path in ["Drinks > Tea > Green", "Drinks > Coffee", "books", "Drinks > tea-towels", "Éclairs"] {
        category(&shop, path);
    }
    product(&shop, json!({ "name": "Sencha", "sku": "S1", "categoryId": category(&shop, "Drinks > Tea > Green") }));
    product(&shop, json!({ "name": "Assam", "sku": "A1", "categoryId": category(&shop, "Drinks > Tea") }));
    let expected = [
        "books 0/0",
        "Drinks 0/2",
        "Drinks > Coffee 0/0",
        "Drinks > Tea 1/2",
        "Drinks > Tea > Green 1/1",
        "Drinks > tea-towels 0/0",
        "Éclairs 0/0",
    ];
    assert_eq!(shown(&shop), expected);
    shop.doctor();
}

/// Each case: what is asked, and how it ends. `id` and `version` come from the path.
#[test]
fn categories_move_and_are_named_by_the_rules() {
    for (what, command, at, request, ends) in [
        ("a name again", "category_create", None, json!({ "name": "DRINKS " }), "NAME_TAKEN"),
        ("the same name elsewhere", "category_create", Some("Books"), json!({ "name": "Tea" }), "ok"),
        ("a name of a sibling", "category_update", Some("Drinks > Coffee"), json!({ "name": "tea" }), "NAME_TAKEN"),
        ("its own name otherwise", "category_update", Some("Drinks > Tea"), json!({ "name": "TEA" }), "ok"),
        ("no name", "category_update", Some("Drinks > Tea"), json!({ "name": " " }), "VALIDATION"),
        (
            "below itself",
            "category_move",
            Some("Drinks"),
            json!({ "parentId": "Drinks > Tea > Green" }),
            "CATEGORY_CYCLE",
        ),
        ("into itself", "category_move", Some("Drinks"), json!({ "parentId": "Drinks" }), "CATEGORY_CYCLE"),
        ("to the root", "category_move", Some("Drinks > Tea"), json!({ "parentId": null }), "ok"),
        ("elsewhere", "category_move", Some("Drinks > Tea"), json!({ "parentId": "Books" }), "ok"),
        ("beside its name", "category_move", Some("Drinks > Books"), json!({ "parentId": null }), "NAME_TAKEN"),
        ("into what is archived", "category_move", Some("Books"), json!({ "parentId": "Old" }), "ARCHIVED"),
        ("full without a word", "category_archive", Some("Drinks"), json!({}), "CATEGORY_NOT_EMPTY"),
        ("full into itself", "category_archive", Some("Drinks"), json!({ "moveTo": "Drinks > Tea" }), "VALIDATION"),
        ("its content to the root", "category_archive", Some("Drinks > Tea"), json!({ "moveTo": null }), "ok"),
        (
            "its content elsewhere",
            "category_archive",
            Some("Drinks > Tea"),
            json!({ "moveTo": "Drinks > Coffee" }),
            "ok",
        ),
        ("empty", "category_archive", Some("Drinks > Coffee"), json!({}), "ok"),
        ("restored", "category_restore", Some("Old"), json!({}), "ok"),
    ] {
        let shop = Shop::open();
        for path in ["Drinks > Tea > Green", "Drinks > Coffee", "Drinks > Books", "Books", "Old"] {
            category(&shop, path);
        }
        let tea = category(&shop, "Drinks > Tea");
        product(&shop, json!({ "name": "Assam", "sku": "A1", "categoryId": tea }));
        let old = category(&shop, "Old");
        shop.call("category_archive", json!({ "id": old, "rowVersion": 1 })).done();

        let mut request = request.clone();
        for field in ["parentId", "moveTo"] {
            if request[field] == "Old" {
                request[field] = old.clone();
            } else if let Some(path) = request[field].as_str().map(str::to_owned) {
                request[field] = category(&shop, &path);
            }
        }
        if let Some(at) = at {
            let id = if at == "Old" { old.clone() } else { category(&shop, at) };
            if command == "category_create" {
                request["parentId"] = id;
            } else {
                request["rowVersion"] = json!(version(&shop, &id));
                request["id"] = id;
            }
        }
        if ends == "ok" {
            let answer = shop.call(command, request);
            assert_eq!(answer.said(), ends, "{what}: {}", answer.text);
        } else {
            shop.refuses(ends, command, request);
        }
        shop.doctor();
        assert_eq!(skus(&shop, json!({ "text": "assam" })), ["A1"], "{what}");
    }
}

#[test]
fn what_was_in_an_archived_category_goes_where_it_was_sent() {
    let shop = Shop::open();
    let (drinks, tea) = (category(&shop, "Drinks"), category(&shop, "Drinks > Tea"));
    category(&shop, "Drinks > Tea > Green");
    product(&shop, json!({ "name": "Assam", "sku": "A1", "categoryId": tea }));
    shop.call("category_archive", json!({ "id": tea, "rowVersion": 1, "moveTo": drinks })).done();
    assert_eq!(shown(&shop), ["Drinks 1/1", "Drinks > Green 0/0"]);
    assert_eq!(skus(&shop, json!({ "text": "drinks" })), ["A1"]);
    assert_eq!(skus(&shop, json!({ "text": "tea" })), Vec::<String>::new());
    shop.call("category_restore", json!({ "id": tea, "rowVersion": 2 })).done();
    assert_eq!(shown(&shop), ["Drinks 1/1", "Drinks > Green 0/0", "Drinks > Tea 0/0"]);
    shop.doctor();
}

#[test]
fn a_tree_has_ten_levels_at_most() {
    let shop = Shop::open();
    let names: Vec<String> = (1..=10).map(|level| format!("L{level}")).collect();
    let deepest = category(&shop, &names.join(" > "));
    let refusal = shop.refuses("VALIDATION", "category_create", json!({ "name": "L11", "parentId": deepest }));
    assert_eq!((&refusal["fields"][0]["field"], &refusal["fields"][0]["limit"]), (&json!("parentId"), &json!(10)));
    let other = category(&shop, "Other");
    category(&shop, "Other > Below");
    let ninth = category(&shop, &names[..9].join(" > "));
    shop.refuses("VALIDATION", "category_move", json!({ "id": other, "rowVersion": 1, "parentId": ninth }));
}

#[test]
fn the_level_that_counts_is_the_nearest_one() {
    let mut shop = Shop::open();
    shop.call("settings_update", json!({ "rowVersion": 1, "reorderLevel": 2 })).done();
    let (drinks, tea) = (category(&shop, "Drinks"), category(&shop, "Drinks > Tea"));
    let made = product(&shop, json!({ "name": "Assam", "sku": "A1", "categoryId": tea }));
    let variant = made["variants"][0]["id"].clone();
    let lines = json!([{ "variantId": variant, "quantity": 5 }]);
    shop.call("stock_receive", json!({ "lines": lines })).done();
    let here = |shop: &Shop| {
        let row = shop.call("stock_list", json!({ "text": "A1" })).done()["rows"][0].clone();
        let listed = skus(shop, json!({ "filter": "low" })).len();
        (row["reorderLevelHere"].as_i64().expect("a level"), text(&row["mark"]), listed)
    };
    assert_eq!(here(&shop), (2, "none".to_owned(), 0));
    shop.call("category_update", json!({ "id": drinks, "rowVersion": 1, "reorderLevel": 5 })).done();
    assert_eq!(here(&shop), (5, "low".to_owned(), 1));
    shop.call("category_update", json!({ "id": tea, "rowVersion": 1, "reorderLevel": 4 })).done();
    assert_eq!(here(&shop), (4, "none".to_owned(), 0));
    let edit = json!([{ "id": variant, "reorderLevel": 9 }]);
    shop.call("product_update", json!({ "id": made["id"], "rowVersion": 1, "variants": edit })).done();
    assert_eq!(here(&shop), (9, "low".to_owned(), 1));
    let edit = json!([{ "id": variant, "reorderLevel": null }]);
    shop.call("product_update", json!({ "id": made["id"], "rowVersion": 2, "variants": edit })).done();
    shop.call("category_move", json!({ "id": tea, "rowVersion": 2, "parentId": null })).done();
    assert_eq!(here(&shop), (4, "none".to_owned(), 0));
    shop.call("category_update", json!({ "id": tea, "rowVersion": 3, "reorderLevel": null })).done();
    assert_eq!(here(&shop), (2, "none".to_owned(), 0));
    shop.play("doctor");
}

#[test]
fn categories_are_a_managers_to_change() {
    let shop = Shop::open();
    let clerk = shop.role(Role::Clerk);
    shop.refuses_as(&clerk, "FORBIDDEN", "category_create", json!({ "name": "Drinks" }));
    let tea = category(&shop, "Tea");
    let refusal = shop.refuses("CONFLICT", "category_update", json!({ "id": tea, "rowVersion": 4, "name": "Coffee" }));
    assert_eq!((&refusal["object"], &refusal["actualVersion"]), (&json!("category"), &json!(1)));
    for command in ["category_update", "category_archive", "category_restore"] {
        shop.refuses("NOT_FOUND", command, json!({ "id": new_id(), "rowVersion": 1 }));
    }
    shop.refuses("NOT_FOUND", "stock_list", json!({ "categoryId": new_id() }));
}

// ---- products and variants -----------------------------------------------------------------------------

fn shirt(shop: &Shop) -> Value {
    let variant = |size: &str, adjustment: &str| {
        json!({
            "sku": format!("SH-{size}"), "barcodes": [format!("40{size}")], "priceAdjustment": adjustment,
            "attributes": [{ "name": "Size", "value": size }, { "name": "Colour", "value": "Red" }],
        })
    };
    let variants = json!([variant("S", "0.00"), variant("M", "1.50"), variant("L", "-2.00")]);
    product(shop, json!({ "name": "Shirt", "variants": variants }))
}

#[test]
fn a_product_with_variants_is_made_and_shown() {
    let mut shop = Shop::open();
    let made = shirt(&shop);
    let told: Vec<(String, String, String)> = made["variants"]
        .as_array()
        .expect("variants")
        .iter()
        .map(|variant| (text(&variant["sku"]), text(&variant["label"]), text(&variant["price"])))
        .collect();
    let expected = [("SH-S", "S / Red", "10.00"), ("SH-M", "M / Red", "11.50"), ("SH-L", "L / Red", "8.00")];
    assert_eq!(told, expected.map(|(sku, label, price)| (sku.to_owned(), label.to_owned(), price.to_owned())));
    assert_eq!((&made["deletable"], &made["basePrice"]), (&json!(true), &json!("10.00")));
    let medium = made["variants"][1]["id"].clone();
    assert_eq!(shop.call("product_get", json!({ "variantId": medium })).done(), made);
    // Lines of orders call the variant by its name and label, at its own price.
    let lines = json!([{ "variantId": medium, "quantity": 2 }]);
    shop.call("stock_receive", json!({ "lines": lines })).done();
    let order = shop.call("order_place", json!({ "lines": lines })).done();
    assert_eq!((&order["lines"][0]["name"], &order["order"]["total"]), (&json!("Shirt, M / Red"), &json!("23.00")));
    let row = shop.call("stock_list", json!({ "text": "sh-m" })).done()["rows"][0].clone();
    assert_eq!((&row["name"], &row["label"], &row["available"]), (&json!("Shirt"), &json!("M / Red"), &json!(0)));
    shop.play("doctor");
}

#[test]
fn bad_variants_are_refused_by_field() {
    let shop = Shop::open();
    let made = shirt(&shop);
    let (id, small) = (made["id"].clone(), made["variants"][0]["id"].clone());
    let size = |value: &str| json!([{ "name": "Size", "value": value }]);
    let many: Vec<Value> =
        (0..501).map(|n| json!({ "sku": format!("N{n}"), "attributes": size(&n.to_string()) })).collect();
    let create = |fields: Value| {
        let mut request = json!({ "name": "Cap", "price": "1.00" });
        for (field, value) in fields.as_object().expect("fields") {
            request[field] = value.clone();
        }
        ("product_create", request)
    };
    let update = |variants: Value| ("product_update", json!({ "id": id, "rowVersion": 1, "variants": variants }));
    for ((command, request), field, problem) in [
        (create(json!({})), "sku", "required"),
        (create(json!({ "variants": [] })), "variants", "required"),
        (create(json!({ "variants": many })), "variants", "too_large"),
        (create(json!({ "sku": "C", "variants": [{ "sku": "C" }] })), "sku", "not_allowed"),
        (create(json!({ "variants": [{ "sku": "C" }, { "sku": "D" }] })), "variants[0].attributes", "required"),
        (
            create(
                json!({ "variants": [{ "sku": "C", "attributes": size("m") }, { "sku": "D", "attributes": size("M") }] }),
            ),
            "variants[1].attributes",
            "duplicate",
        ),
        (
            create(
                json!({ "variants": [{ "sku": "C", "attributes": size("S") }, { "sku": "c", "attributes": size("M") }] }),
            ),
            "variants[1].sku",
            "duplicate",
        ),
        (
            create(json!({ "variants": [{ "sku": "C", "priceAdjustment": "-1.01" }] })),
            "variants[0].priceAdjustment",
            "too_small",
        ),
        (
            create(
                json!({ "variants": [{ "sku": "C", "attributes": [{ "name": "A", "value": "1" }, { "name": "a", "value": "2" }] }] }),
            ),
            "variants[0].attributes[1].name",
            "duplicate",
        ),
        (create(json!({ "sku": "C", "barcodes": ["1", "1"] })), "barcodes[1]", "duplicate"),
        (update(json!([])), "variants", "required"),
        (update(json!([{ "id": small, "sku": " " }])), "variants[0].sku", "required"),
        (update(json!([{ "id": small, "sku": "sh-m" }])), "variants[0].sku", "duplicate"),
        (update(json!([{ "id": small }, { "id": small }])), "variants[1].id", "duplicate"),
        (update(json!([{ "sku": "SH-XL" }])), "variants[0].attributes", "required"),
        (update(json!([{ "id": small, "priceAdjustment": "-10.01" }])), "variants[0].priceAdjustment", "too_small"),
    ] {
        let refusal = shop.refuses("VALIDATION", command, request.clone());
        assert_eq!(
            (text(&refusal["fields"][0]["field"]), text(&refusal["fields"][0]["problem"])),
            (field.to_owned(), problem.to_owned()),
            "{request}"
        );
    }
    let all: Vec<Value> = made["variants"]
        .as_array()
        .expect("variants")
        .iter()
        .map(|variant| json!({ "id": variant["id"], "archived": true }))
        .collect();
    let refusal = shop.refuses("VALIDATION", update(json!(all)).0, update(json!(all)).1);
    assert_eq!(refusal["fields"][0]["problem"], "not_allowed", "the last variant is archived with its product");
    shop.refuses("NOT_FOUND", "product_update", update(json!([{ "id": new_id(), "sku": "X" }])).1);
    shop.refuses("NOT_FOUND", "product_create", create(json!({ "sku": "C", "categoryId": new_id() })).1);
}

#[test]
fn an_edit_names_the_version_it_saw_and_leaves_the_rest() {
    let shop = Shop::open();
    let made = shirt(&shop);
    let (small, medium) = (&made["variants"][0], &made["variants"][1]);
    // Two variants change their SKUs and barcodes with each other in one edit.
    let edits = json!([
        { "id": small["id"], "sku": "sh-m", "barcodes": medium["barcodes"] },
        { "id": medium["id"], "sku": "sh-s", "barcodes": small["barcodes"] },
        { "sku": "SH-XL", "attributes": [{ "name": "Size", "value": "XL" }] },
    ]);
    let edited =
        shop.call("product_update", json!({ "id": made["id"], "rowVersion": 1, "name": "Blouse", "variants": edits }));
    let edited = edited.done();
    let told = |product: &Value| -> Vec<String> {
        let variants = product["variants"].as_array().expect("variants");
        variants.iter().map(|v| format!("{} {} {}", v["sku"], v["barcodes"], v["label"]).replace('"', "")).collect()
    };
    assert_eq!(told(&edited), ["sh-m [40M] S / Red", "sh-s [40S] M / Red", "SH-L [40L] L / Red", "SH-XL [] XL"]);
    assert_eq!((&edited["rowVersion"], &edited["basePrice"]), (&json!(2), &made["basePrice"]));
    let stale = json!({ "id": made["id"], "rowVersion": 1, "name": "Jacket" });
    let refusal = shop.refuses("CONFLICT", "product_update", stale);
    assert_eq!((&refusal["expectedVersion"], &refusal["actualVersion"]), (&json!(1), &json!(2)));
    assert_eq!(skus(&shop, json!({ "text": "blouse", "sort": "sku" })), ["SH-L", "sh-m", "sh-s", "SH-XL"]);
    assert_eq!(skus(&shop, json!({ "text": "shirt" })), Vec::<String>::new());
    shop.doctor();
}

#[test]
fn what_is_archived_gives_up_its_barcodes_and_keeps_its_sku() {
    let mut shop = Shop::open();
    let first = product(&shop, json!({ "name": "Old lamp", "sku": "LAMP", "barcodes": ["4011"] }));
    shop.call("product_update", json!({ "id": first["id"], "rowVersion": 1, "archived": true })).done();
    let lamp = json!({ "name": "Lamp", "sku": "lamp", "price": "1.00" });
    let refusal = shop.refuses("SKU_TAKEN", "product_create", lamp);
    assert_eq!(refusal["productId"], first["id"]);
    let second = product(&shop, json!({ "name": "New lamp", "sku": "LAMP-2", "barcodes": ["4011"] }));
    let found = |code: &str| shop.call("product_find", json!({ "code": code })).done()["match"].clone();
    assert_eq!((&found("4011")["sku"], &found(" lamp ")["archived"]), (&json!("LAMP-2"), &json!(true)));
    assert_eq!(found("nothing"), Value::Null);
    let restore = json!({ "id": first["id"], "rowVersion": 2, "archived": false });
    let refusal = shop.refuses("BARCODE_TAKEN", "product_update", restore.clone());
    assert_eq!((&refusal["productId"], &refusal["name"]), (&second["id"], &json!("New lamp")));
    shop.call("product_update", json!({ "id": second["id"], "rowVersion": 1, "archived": true })).done();
    assert_eq!(shop.call("product_find", json!({ "code": "4011" })).done()["match"]["archived"], true);
    shop.call("product_update", restore).done();
    assert_eq!(shop.call("product_find", json!({ "code": "4011" })).done()["match"]["sku"], "LAMP");
    shop.play("doctor");
}

#[test]
fn one_variant_is_archived_and_restored_by_itself() {
    let mut shop = Shop::open();
    let made = shirt(&shop);
    let small = made["variants"][0]["id"].clone();
    let edit = |version: i64, archived: bool| {
        let edits = json!([{ "id": small, "archived": archived }]);
        json!({ "id": made["id"], "rowVersion": version, "variants": edits })
    };
    let lines = json!([{ "variantId": small, "quantity": 1 }]);
    shop.call("stock_receive", json!({ "lines": lines })).done();
    let refusal = shop.refuses("PRODUCT_IN_USE", "product_update", edit(1, true));
    assert_eq!((&refusal["sku"], &refusal["onHand"]), (&json!("SH-S"), &json!(1)));
    shop.call("stock_adjust", json!({ "variantId": small, "delta": -1, "reason": "lost" })).done();
    shop.call("product_update", edit(1, true)).done();
    shop.refuses("PRODUCT_ARCHIVED", "stock_receive", json!({ "lines": lines }));
    assert_eq!(skus(&shop, json!({ "sort": "sku" })), ["SH-L", "SH-M"]);
    assert_eq!(skus(&shop, json!({ "filter": "archived" })), ["SH-S"]);
    let taken = json!({ "name": "Sock", "sku": "SO", "price": "1.00", "barcodes": ["40S"] });
    let sock = shop.call("product_create", taken).done();
    let refusal = shop.refuses("BARCODE_TAKEN", "product_update", edit(2, false));
    assert_eq!(refusal["productId"], sock["id"]);
    // Another code, and it comes back.
    let mut request = edit(2, false);
    request["variants"][0]["barcodes"] = json!(["41S"]);
    shop.call("product_update", request).done();
    assert_eq!(skus(&shop, json!({ "text": "41S" })), ["SH-S"]);
    shop.play("doctor");
}

#[test]
fn only_what_was_never_used_is_deleted() {
    let mut shop = Shop::open();
    let made = shirt(&shop);
    let gone = shop.call("product_delete", json!({ "id": made["id"], "rowVersion": 1 })).done();
    assert_eq!(gone["id"], made["id"]);
    shop.refuses("NOT_FOUND", "product_get", json!({ "id": made["id"] }));
    assert_eq!(suggested(&shop, "shirt"), Vec::<String>::new());
    let again = shirt(&shop);
    shop.refuses("CONFLICT", "product_delete", json!({ "id": again["id"], "rowVersion": 2 }));
    for scenario in ["receive tea 1", "receive coffee 1\n hold R1 coffee 1", "receive milk 1\n order O1 milk 1"] {
        shop.play(scenario);
    }
    for name in ["tea", "coffee", "milk"] {
        let id = shop.product_id(name);
        assert_eq!(shop.call("product_get", json!({ "id": id })).done()["deletable"], false);
        shop.refuses("PRODUCT_USED", "product_delete", json!({ "id": id, "rowVersion": 1 }));
    }
    shop.play("doctor");
}

#[test]
fn skus_are_equal_by_unicode_case_folding() {
    let shop = Shop::open();
    product(&shop, json!({ "name": "Street sign", "sku": "STRASSE-ΟΔΟΣ" }));
    for sku in ["straße-οδος", "STRAẞE-οδοσ", " Strasse-ΟΔΟς "] {
        shop.refuses("SKU_TAKEN", "product_create", json!({ "name": "Other", "sku": sku, "price": "1.00" }));
        assert_eq!(shop.call("product_find", json!({ "code": sku })).done()["match"]["name"], "Street sign");
        assert_eq!(skus(&shop, json!({ "text": sku })), ["STRASSE-ΟΔΟΣ"]);
        assert_eq!(suggested(&shop, sku), ["STRASSE-ΟΔΟΣ"]);
    }
}

// ---- finding -------------------------------------------------------------------------------------------

/// A small shop with something of everything.
fn find_shop() -> Shop {
    let shop = Shop::open();
    let (kitchen, tea) = (category(&shop, "Kitchen"), category(&shop, "Drinks > Tea"));
    product(
        &shop,
        json!({ "name": "Copper Kettle", "sku": "KET-100", "categoryId": kitchen, "price": "40.00",
                "description": "Whistles at 100 % steam\nNot for induction", "barcodes": ["5390121004417"] }),
    );
    product(&shop, json!({ "name": "Kettle Brush", "sku": "BR-7", "categoryId": kitchen, "price": "4.00" }));
    product(&shop, json!({ "name": "Sencha", "sku": "TEA-S", "categoryId": tea, "price": "12.00" }));
    product(&shop, json!({ "name": "Teapot, blue", "sku": "POT-1", "price": "30.00", "barcodes": ["77 88"] }));
    product(&shop, json!({ "name": "Žofie's 100% wool \"cap\"", "sku": "C_P", "price": "20.00" }));
    shirt(&shop);
    shop
}

#[test]
fn words_find_in_any_order_and_anywhere() {
    let shop = find_shop();
    let none: &[&str] = &[];
    let everything = ["BR-7", "C_P", "KET-100", "POT-1", "SH-L", "SH-M", "SH-S", "TEA-S"];
    for (typed, found) in [
        ("", &everything[..]),
        ("kettle", &["BR-7", "KET-100"]),
        ("KETTLE copper", &["KET-100"]),
        ("copper kettle", &["KET-100"]),
        ("ett opp", &["KET-100"]),
        ("kettle zebra", none),
        ("tea", &["POT-1", "TEA-S", "KET-100"]), // "steam" has it too.
        ("te", &["POT-1", "TEA-S", "KET-100"]),
        ("drinks", &["TEA-S"]),
        ("sencha drin", &["TEA-S"]),
        ("kitchen", &["BR-7", "KET-100"]),
        ("kitchen brush", &["BR-7"]),
        ("ki br", &["BR-7"]),
        ("induction", &["KET-100"]),
        ("ket-1", &["KET-100"]),
        ("5390121004417", &["KET-100"]),
        ("539012100441", none),
        ("5390121004417 copper", &["KET-100"]),
        ("5390121004417 brush", none),
        ("77 88", &["POT-1"]),
        ("m / red", &["SH-M"]),
        ("shirt red", &["SH-L", "SH-M", "SH-S"]),
        ("žofie", &["C_P"]),
        ("ŽOFIE", &["C_P"]),
        ("100%", &["C_P"]),
        ("100", &["C_P", "KET-100"]),
        ("\"cap\"", &["C_P"]),
        ("c_p", &["C_P"]),
        ("_", &["C_P"]),
        ("%", &["C_P", "KET-100"]),
        ("*", none),
        ("zq", none),
        ("ж", none),
        ("AND OR NOT (", none),
        ("kettle\nbrush", &["BR-7"]),
    ] {
        let mut expected: Vec<String> = found.iter().map(|sku| (*sku).to_owned()).collect();
        expected.sort_unstable();
        let mut listed = skus(&shop, json!({ "text": typed, "sort": "sku" }));
        listed.sort_unstable();
        assert_eq!(listed, expected, "{typed:?}");
        let mut suggestions = suggested(&shop, typed);
        suggestions.sort_unstable();
        // Whole barcodes are found by both; the beginning of one is a suggestion.
        if typed != "539012100441" {
            assert_eq!(suggestions, expected, "suggest {typed:?}");
        }
        let summary = shop.call("stock_summary", json!({ "text": typed })).done();
        assert_eq!(summary["variants"], json!(expected.len()), "{typed:?}");
    }
    assert_eq!(suggested(&shop, "539012100441"), ["KET-100"]);
}

#[test]
fn the_text_follows_every_change() {
    let shop = find_shop();
    let kitchen = category(&shop, "Kitchen");
    shop.call("category_update", json!({ "id": kitchen, "rowVersion": 1, "name": "Cookware" })).done();
    assert_eq!(skus(&shop, json!({ "text": "cookware", "sort": "sku" })), ["BR-7", "KET-100"]);
    assert_eq!(skus(&shop, json!({ "text": "kitchen" })), Vec::<String>::new());
    let (home, drinks) = (category(&shop, "Home"), category(&shop, "Drinks"));
    shop.call("category_move", json!({ "id": drinks, "rowVersion": 1, "parentId": home })).done();
    assert_eq!(skus(&shop, json!({ "text": "home sencha" })), ["TEA-S"]);
    assert_eq!(skus(&shop, json!({ "categoryId": home })), ["TEA-S"]);
    let pot = shop.call("product_find", json!({ "code": "POT-1" })).done()["match"]["productId"].clone();
    let edit = json!({ "id": pot, "rowVersion": 1, "name": "Jug", "description": "for milk", "categoryId": kitchen });
    shop.call("product_update", edit).done();
    for (typed, found) in [("teapot", 0), ("jug", 1), ("milk cook", 1)] {
        assert_eq!(skus(&shop, json!({ "text": typed })).len(), found, "{typed}");
    }
    shop.call("product_update", json!({ "id": pot, "rowVersion": 2, "archived": true })).done();
    assert_eq!(skus(&shop, json!({ "text": "jug" })), Vec::<String>::new());
    assert_eq!(skus(&shop, json!({ "text": "jug", "filter": "archived" })), ["POT-1"]);
    shop.doctor();
}

#[test]
fn the_best_suggestions_come_first() {
    let shop = Shop::open();
    for (name, sku, barcode) in [
        ("Steam iron", "I-1", "10"),
        ("Tea", "A-1", "11"),
        ("Teapot", "A-2", "12"),
        ("Kettle", "TEA-9", "13"),
        ("Lamp", "TEA", "14"),
        ("Mug", "M-1", "tea77"),
    ] {
        product(&shop, json!({ "name": name, "sku": sku, "barcodes": [barcode] }));
    }
    // The SKU itself, SKUs, names, barcodes that begin with it, and then what has it inside.
    assert_eq!(suggested(&shop, "tea"), ["TEA", "TEA-9", "A-1", "A-2", "M-1", "I-1"]);
    assert_eq!(suggested(&shop, "tea7"), ["M-1"]);
    assert_eq!(suggested(&shop, "12"), ["A-2"]);
    let rows = shop.call("product_suggest", json!({ "text": "TEA", "limit": 2 })).done();
    let exact: Vec<bool> = rows["rows"].as_array().expect("rows").iter().map(|row| row["exact"] == true).collect();
    assert_eq!(exact, [true, false]);
}

#[test]
fn filters_narrow_what_is_found() {
    let mut shop = find_shop();
    let lines = json!([{ "variantId": shop.call("product_find", json!({ "code": "KET-100" })).done()["match"]["variantId"],
                         "quantity": 3 }]);
    shop.call("stock_receive", json!({ "lines": lines })).done();
    shop.call("reservation_create", json!({ "lines": lines })).done();
    let lines = json!([{ "variantId": shop.call("product_find", json!({ "code": "BR-7" })).done()["match"]["variantId"],
                         "quantity": 90 }]);
    shop.call("stock_receive", json!({ "lines": lines })).done();
    let kitchen = category(&shop, "Kitchen");
    for (request, found) in [
        (json!({ "inStock": true }), &["BR-7"][..]),
        (json!({ "filter": "reserved" }), &["KET-100"]),
        (json!({ "filter": "out", "text": "shirt" }), &["SH-L", "SH-M", "SH-S"]),
        (json!({ "filter": "low", "categoryId": kitchen }), &["KET-100"]),
        (json!({ "categoryId": kitchen, "maxPrice": "10.00" }), &["BR-7"]),
        (json!({ "minPrice": "11.00", "maxPrice": "20.00" }), &["C_P", "SH-M", "TEA-S"]),
        (json!({ "minPrice": "12.00", "maxPrice": "12.00" }), &["TEA-S"]),
    ] {
        let mut by_sku = request.clone();
        by_sku["sort"] = json!("sku");
        assert_eq!(skus(&shop, by_sku), found, "{request}");
        assert_eq!(shop.call("stock_summary", request).done()["variants"], json!(found.len()));
    }
    let refusal = shop.refuses("VALIDATION", "stock_list", json!({ "minPrice": "2.00", "maxPrice": "1.00" }));
    assert_eq!(refusal["fields"][0]["problem"], "range_reversed");
    shop.refuses("NOT_FOUND", "stock_list", json!({ "locationId": new_id() }));
    shop.play("doctor");
}
