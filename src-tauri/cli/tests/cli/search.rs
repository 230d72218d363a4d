//! `search`.

use super::shop::Shop;
use serde_json::json;

#[test]
fn words_in_any_order_find_what_has_them() {
    let shop = Shop::new();
    shop.stocked("TEA-1", 3);
    let kettle = json!({ "name": "Copper Kettle", "sku": "KET-1", "price": "40.00", "barcodes": ["5390121004417"] });
    shop.call("product_create", &kettle).value();
    for words in [["kettle", "cop"], ["5390121004417", ""], ["ket-", "COPPER"]] {
        let found = shop.run(["search", words[0], words[1]]);
        let rows = found.json()["value"]["rows"].clone();
        assert_eq!((found.code, rows[0]["sku"].clone(), rows[1].is_null()), (0, json!("KET-1"), true), "{words:?}");
    }
    assert_eq!(shop.run(["search", "--in-stock", "kettle"]).json()["value"]["rows"], json!([]));
    assert_eq!(shop.run(["search", "zebra"]).json()["value"]["rows"], json!([]));
}
