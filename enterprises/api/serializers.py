from rest_framework import serializers

from enterprises.models import Enterprise


class EnterpriseSerializer(serializers.ModelSerializer):
    """The public profile of a firm: no contact, no headcount, no revenue."""

    district = serializers.CharField(source="district_id", help_text="GB/T 2260 code")
    industry = serializers.CharField(source="industry_id", help_text="GB/T 4754-2017 division")

    class Meta:
        model = Enterprise
        fields = (
            "uscc",
            "name_zh",
            "name_en",
            "district",
            "industry",
            "industry_code",
            "size",
            "is_above_scale",
            "process_type",
            "is_simulated",
            "updated_at",
        )
        read_only_fields = fields
