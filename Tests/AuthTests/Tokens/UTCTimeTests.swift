import Testing

@testable import Auth

@Suite struct UTCTimeTests {
    // By `date --utc --date=DATE +%s`.
    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-01T00:00:01Z", 1), ("1999-12-31T23:59:59Z", 946_684_799),
        ("2000-02-29", 951_782_400),
        ("2000-03-01", 951_868_800), ("2024-02-29T12:34:56Z", 1_709_210_096), ("2100-03-01", 4_107_542_400),
        ("2400-12-31", 13_601_001_600), ("9999-12-31", 253_402_214_400),
    ])
    func `a date is so many seconds after 1970`(text: String, seconds: Int) {
        #expect(UTCTime.parse(Array(text.utf8)[...]) == .seconds(seconds))
    }

    @Test(arguments: [
        "", "2027", "2027-1-1", "2027-00-01", "2027-13-01", "2027-04-31", "2100-02-29", "2027-01-00", "2027-01-01 ",
        "2027/01/01", "1969-12-31", "2027-01-01T00:00:00", "2027-01-01T24:00:00Z", "2027-01-01T00:60:00Z",
        "2027-01-01T00:00:60Z", "2027-01-01t00:00:00z", "2027-01-01T00:00:00+00:00", "+027-01-01",
        "202/-01-01", "202:-01-01",
    ])
    func `what is no date is none`(text: String) { #expect(UTCTime.parse(Array(text.utf8)[...]) == nil) }

    @Test(arguments: [
        (2027, 1_798_761_600, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]),
        (2028, 1_830_297_600, [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]),
    ])
    func `each month has so many days`(year: Int, start: Int, lengths: [Int]) {
        var midnight = start
        for (month, length) in zip(1...12, lengths) {
            for day in 1...length {
                #expect(UTCTime.parse(Self.text(year, month, day)) == .seconds(midnight))
                midnight += 86_400
            }
            #expect(UTCTime.parse(Self.text(year, month, length + 1)) == nil)
        }
    }

    private static func text(_ year: Int, _ month: Int, _ day: Int) -> ArraySlice<UInt8> {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return Array("\(year)-\(two(month))-\(two(day))".utf8)[...]
    }
}
