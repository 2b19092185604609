package org.ringfence.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/**
 * The REST API for the centre. Its classes are named, so that no other role's resources slip in.
 */
@ApplicationPath("/api/v1")
public class ApiApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        TenantsResource.class,
        TenantResource.class,
        PlansResource.class,
        HostsResource.class,
        TemplatesResource.class,
        PoolResource.class,
        SnapshotsResource.class,
        TrunksResource.class,
        TrunkExaminationsResource.class,
        ExtensionsResource.class,
        HandlingsResource.class,
        VoicemailResource.class,
        SoundsResource.class,
        OutboundResource.class,
        WidgetsResource.class,
        WidgetDesignResource.class,
        LeadsResource.class,
        PeopleResource.class,
        WidgetReportResource.class,
        CallbackPolicyResource.class,
        CallsResource.class,
        CallRecordsResource.class,
        CallbacksResource.class,
        CallbackDialingResource.class,
        CallbackRetriesResource.class,
        DialerResource.class,
        LanesResource.class,
        RevisionsResource.class,
        EventsResource.class,
        ApiKeysResource.class,
        HosterKeysResource.class,
        Accepted.class,
        Etags.class,
        Lists.class,
        Problems.Refused.class,
        Problems.Http.class,
        Problems.Unexpected.class);
  }
}
