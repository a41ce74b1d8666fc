from django.contrib.auth.views import redirect_to_login

from accounts.interrupted import keep, must_sign_in


class InterruptedFormMiddleware:
    """Keeps what was sent by somebody who has to sign in first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if must_sign_in(request, response) and (path := keep(request)):
            return redirect_to_login(path)
        return response


class RefusedFormMiddleware:
    """Answers 422 when a form of allauth is refused, as every other page does."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        if request.method == "POST" and response.status_code == 200:
            view = getattr(request.resolver_match, "func", None)
            if getattr(view, "__module__", "").startswith("allauth."):
                self._mark(response)
        return response

    def _mark(self, response):
        forms = (response.context_data or {}).values()
        if any(getattr(form, "is_bound", False) and form.errors for form in forms):
            response.status_code = 422
