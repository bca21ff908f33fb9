import Testing

@testable import TLS

@Suite struct ReloadPlanTests {
    @Test("Files are read when they have changed")
    func change() {
        var plan = ReloadPlan(loaded: 1)
        #expect(!plan.wantsLoading(1))
        #expect(plan.wantsLoading(2))
        plan.succeeded(2)
        #expect(!plan.wantsLoading(2))
        #expect(plan.wantsLoading(1))
    }

    @Test("What cannot be used is tried twice, then told once, then left alone until it changes")
    func failure() {
        var plan = ReloadPlan(loaded: 1)
        #expect(plan.wantsLoading(2))
        #expect(plan.failed(2) == false)
        #expect(plan.wantsLoading(2))
        #expect(plan.failed(2) == true)
        #expect(!plan.wantsLoading(2))
        #expect(plan.wantsLoading(3))
        #expect(plan.failed(3) == false)
        #expect(plan.wantsLoading(3))
        plan.succeeded(3)
        #expect(!plan.wantsLoading(3))
        #expect(plan.failed(2) == false)
    }

    @Test("What is in use again need not be read")
    func back() {
        var plan = ReloadPlan(loaded: 1)
        _ = plan.failed(2)
        #expect(!plan.wantsLoading(1))
    }
}
